import { z } from 'zod';
import { PART_ROLES, scoreSchema } from '../../score/score.js';

/** Longest song, seconds: what a machine of 1.2 GB renders. */
export const LONGEST_SECONDS = 600;
export const SHORTEST_SECONDS = 8;

export const VOCAL_TYPES = ['female', 'male', 'none'] as const;

/** What sections of songs are. */
export const SECTION_KINDS = [
  'intro',
  'verse',
  'pre-chorus',
  'chorus',
  'post-chorus',
  'hook',
  'bridge',
  'solo',
  'breakdown',
  'build',
  'drop',
  'outro',
] as const;

const plannedSectionSchema = z.strictObject({
  /** Unique: 'verse 2'. */
  name: z.string().min(1).max(60),
  kind: z.enum(SECTION_KINDS),
  bars: z.number().int().min(1).max(128),
  energy: z.number().min(0).max(1),
});

const plannedPartSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,40}$/),
  role: z.enum(PART_ROLES),
  instrument: z.string().min(1).max(40),
  /** Plays in sections of at least this energy; 0 for what was asked for by name. */
  from: z.number().min(0).max(1),
  isMuted: z.boolean().default(false),
});

/** What is to be composed: everything that `composeSong` goes by. */
export const songPlanSchema = z.strictObject({
  title: z.string().min(1).max(200),
  style: z.string().min(1).max(40),
  moods: z.array(z.string().max(40)).max(20),
  bpm: scoreSchema.shape.bpm,
  key: scoreSchema.shape.key,
  metre: scoreSchema.shape.metre,
  swing: z.strictObject({
    amount: z.number().min(0).max(1),
    unit: z.union([z.literal(8), z.literal(16)]),
  }),
  /** 0 … 1: how lively the whole is; 0.5 as the style usually is. */
  energy: z.number().min(0).max(1),
  seed: z.number().int().min(0).max(0xffffffff),
  vocal: z.enum(VOCAL_TYPES),
  /** What the chosen voice sings with ease, MIDI. */
  vocalRange: z
    .strictObject({
      lowest: z.number().int().min(24).max(96),
      highest: z.number().int().min(36).max(108),
    })
    .optional(),
  form: z.array(plannedSectionSchema).min(1).max(200),
  parts: z.array(plannedPartSchema).max(64),
  /** How often something was composed anew: `verse 2`, `bass` or `verse 2/bass` → a number. */
  takes: z.record(z.string().max(120), z.number().int().min(0).max(10_000)),
  /** What is sung, with [verse] and [chorus] marks. */
  lyrics: z.string().max(20_000).optional(),
  /** A melody that the song is built on, beats from its own start. */
  theme: z
    .array(
      z.strictObject({
        startBeat: z.number().min(0).max(1000),
        durationBeats: z.number().positive().max(100),
        pitch: z.number().min(0).max(127),
      }),
    )
    .max(500)
    .optional(),
});

export type SongPlan = z.output<typeof songPlanSchema>;
export type SectionKind = (typeof SECTION_KINDS)[number];
export type PlannedSection = SongPlan['form'][number];
export type PlannedPart = SongPlan['parts'][number];
export type VocalType = SongPlan['vocal'];
