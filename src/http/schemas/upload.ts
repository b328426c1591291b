import { z } from 'zod';

/** An upload as the API shows it. */
export const uploadSchema = z
  .looseObject({
    id: z.string(),
    name: z.string().meta({ description: 'As the user called the file' }),
    bytes: z.number().int(),
    sha256: z.string(),
    durationSeconds: z.number(),
    sampleRate: z.number(),
    numberOfChannels: z.number().int(),
    warnings: z.array(z.string()).optional(),
    peaks: z.array(z.number()).optional().meta({ description: 'For a waveform, 0…1' }),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: 'Upload' });

/** The form that an upload comes in. */
export const uploadFormSchema = z.object({
  file: z.string().meta({ format: 'binary', description: 'The song' }),
});
