import { z } from 'zod';
import { cloneRequestSchema } from '../../studio/cloning.js';

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

const binary = z.array(z.string().meta({ format: 'binary' }));

/** What a clone is asked for with, as the fields of a form. */
export const cloneFormSchema = cloneRequestSchema.extend({
  keepRecordings: z
    .enum(['true', 'false'])
    .default('false')
    .transform((value) => value === 'true'),
});

/** The form that the files of a voice come in; a direct link comes as JSON instead. */
export const voiceFormSchema = z.object({
  file: binary
    .optional()
    .meta({ description: 'A .pth and perhaps its .index, a .zip, or a .canto-voice' }),
  recordings: binary
    .optional()
    .meta({ description: 'Instead of `file`: recordings of one person, to be cloned' }),
  name: z.string().optional().meta({ description: 'Of a clone: required' }),
  consent: z.string().optional().meta({
    description: 'Of a clone: required. The owner’s statement that this voice may be cloned',
  }),
  language: z.string().optional(),
  description: z.string().optional(),
  licence: z.string().optional(),
  keepRecordings: z.enum(['true', 'false']).optional(),
});

/** The form that recordings come in which are only to be checked. */
export const checkFormSchema = z.object({ recordings: binary });

/** What was heard in recordings. */
export const cloneReportSchema = z
  .object({
    recordings: z.array(
      z.object({
        name: z.string(),
        seconds: z.number(),
        voicedSeconds: z.number(),
        sung: z.boolean(),
        voiceDb: z.number().nullable(),
        snrDb: z.number().nullable(),
        clippedSeconds: z.number(),
        lateReverbDb: z.number().nullable(),
      }),
    ),
    findings: z.array(
      z.object({
        code: z.string(),
        severity: z.enum(['refuse', 'warn']),
        recording: z.string().nullable(),
        ranges: z.array(z.object({ fromSeconds: z.number(), toSeconds: z.number() })),
        message: z.string(),
        advice: z.string(),
      }),
    ),
    voicedSeconds: z.number(),
  })
  .meta({ id: 'CloneReport' });

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
