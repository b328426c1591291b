import { z } from 'zod';
import { SECTION_KINDS, songPlanSchema } from '../plan/song-plan.js';

const section = z.string().min(1).max(60);
const part = z.string().min(1).max(41);

/** One change of a song, as users ask for it. */
export const songEditSchema = z.discriminatedUnion('edit', [
  z.strictObject({ edit: z.literal('tempo'), bpm: z.number().min(20).max(400) }),
  /** `F# minor` */
  z.strictObject({ edit: z.literal('key'), key: z.string().min(1).max(30) }),
  z.strictObject({
    edit: z.literal('chord'),
    section,
    /** 1 is the section's first. */
    bar: z.number().int().min(1).max(128),
    /** Of several in the bar, 1 the first. */
    place: z.number().int().min(1).max(8).default(1),
    /** `Am7` */
    chord: z.string().min(1).max(20),
  }),
  /** The `line`th line of the lyrics that is sung, 1 the first. */
  z.strictObject({
    edit: z.literal('line'),
    line: z.number().int().min(1).max(1000),
    text: z.string().min(1).max(300),
  }),
  z.strictObject({ edit: z.literal('instrument'), part, instrument: z.string().min(1).max(60) }),
  z.strictObject({ edit: z.literal('mute'), part, isMuted: z.boolean().default(true) }),
  /** A section, a part, or a part of a section composed anew; all else stays. */
  z.strictObject({
    edit: z.literal('regenerate'),
    section: section.optional(),
    part: part.optional(),
  }),
  /** One more section, before the last one. */
  z.strictObject({
    edit: z.literal('extend'),
    kind: z.enum(SECTION_KINDS).default('chorus'),
    bars: z.number().int().min(1).max(64).default(8),
  }),
  /** A melody that the lead is made on from now. */
  z.strictObject({ edit: z.literal('theme'), notes: songPlanSchema.shape.theme.unwrap() }),
]);

export type SongEdit = z.output<typeof songEditSchema>;
