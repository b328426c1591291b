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
    blend: z
      .object({
        parents: z.array(z.object({ id: z.string(), name: z.string(), licence: z.string() })),
        mix: z.number(),
      })
      .optional()
      .meta({ description: 'Of a blended voice: its parents, and the share of the second' }),
    sha256: z.string(),
  })
  .meta({ id: 'Voice' });
/** A voice as the API shows it. */
export type VoiceView = z.output<typeof voiceSchema>;

/** A voice that was taken in, and what its files are. */
export const importedVoiceSchema = z
  .object({ voice: voiceSchema, verdict: z.array(z.string()) })
  .meta({ id: 'ImportedVoice' });

/** The form that the files of a voice come in; a direct link comes as JSON instead. */
export const voiceFormSchema = z.object({
  file: z
    .array(z.string().meta({ format: 'binary' }))
    .meta({ description: 'A .pth and perhaps its .index, a .zip, or a .canto-voice' }),
  name: z.string().optional(),
});

/** A direct https link to the file of a voice. */
export const voiceLinkSchema = z.strictObject({
  link: z.url({ protocol: /^https?$/ }).max(2000),
  name: z.string().min(1).max(100).optional(),
});

/** Two voices of one engine, to be blended. */
export const blendSchema = z.strictObject({
  name: z.string().min(1).max(100),
  from: z.string().min(1).max(100),
  with: z.string().min(1).max(100),
  mix: z.number().gt(0).lt(1).default(0.5).meta({ description: 'Share of the second voice' }),
  distance: z.number().gt(0).max(20).optional().meta({
    description: 'Searches near `mix` for a voice at least so far, in dB, from every voice here',
  }),
});

/** Which blend is to be heard. Mixes are whole percents, so that not too many are kept. */
export const blendPreviewSchema = z.strictObject({
  from: z.string().min(1).max(100),
  with: z.string().min(1).max(100),
  mix: z.coerce
    .number()
    .min(0)
    .max(1)
    .default(0.5)
    .transform((mix) => Math.round(100 * mix) / 100),
});

/** The voice library. */
export const voiceListSchema = z.object({ voices: z.array(voiceSchema) }).meta({ id: 'VoiceList' });
