import { z } from 'zod';

/** A voice as the API shows it. */
export const voiceSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    description: z.string(),
    language: z.string().meta({ description: 'BCP 47' }),
    engine: z.string(),
    origin: z.enum(['built-in', 'cloned', 'blended', 'imported']),
    provenance: z.object({
      licence: z.string(),
      source: z.string(),
      consent: z.string().optional(),
    }),
    range: z.object({ lowHz: z.number(), medianHz: z.number(), highHz: z.number() }),
    sha256: z.string(),
  })
  .meta({ id: 'Voice' });
/** A voice as the API shows it. */
export type VoiceView = z.output<typeof voiceSchema>;

/** The voice library. */
export const voiceListSchema = z.object({ voices: z.array(voiceSchema) }).meta({ id: 'VoiceList' });
