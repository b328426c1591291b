import { z } from 'zod';

/** What creators set on voices of RVC, under the names that they know. */
const knobs = {
  /** How much of the features is taken from the voice's index. */
  indexRate: z.number().min(0).max(1),
  /** How far consonants and breath follow the index: 0.5 all the way, less protects them. */
  protect: z.number().min(0).max(0.5),
  /** Volume envelope: 0 the singer's loudness, 1 the voice's own. */
  rmsMix: z.number().min(0).max(1),
  /** How far the melody is drawn to the nearest notes. */
  autotune: z.number().min(0).max(1),
  /** Leaves silence silent, and converts only what sounds. */
  split: z.boolean(),
  /** Which speaker of a voice of several. */
  speaker: z.number().int().min(0).max(10_000),
};

/** All knobs of a conversion, set. */
export type RvcSettings = { [Knob in keyof typeof knobs]: z.output<(typeof knobs)[Knob]> };

/** RVC's own defaults, and combinations for common cases. */
const PRESETS = {
  default: { indexRate: 0.75, protect: 0.33, rmsMix: 0.25, autotune: 0, split: false, speaker: 0 },
  /** As near to the voice as its index brings it. */
  likeness: { indexRate: 1, protect: 0.5, rmsMix: 0.5, autotune: 0, split: false, speaker: 0 },
  /** Clear words: less of the index, consonants protected. */
  clarity: { indexRate: 0.4, protect: 0.2, rmsMix: 0.25, autotune: 0, split: true, speaker: 0 },
  /** Notes drawn to pitch, as pop productions do. */
  tuned: { indexRate: 0.75, protect: 0.33, rmsMix: 0.25, autotune: 0.8, split: false, speaker: 0 },
} satisfies Record<string, RvcSettings>;

const presets = Object.keys(PRESETS) as (keyof typeof PRESETS)[];

/** The knobs as part of a request: a preset, and what deviates from it. */
export const rvcRequestShape = {
  preset: z.enum(presets).default('default'),
  indexRate: knobs.indexRate.optional(),
  protect: knobs.protect.optional(),
  rmsMix: knobs.rmsMix.optional(),
  autotune: knobs.autotune.optional(),
  split: knobs.split.optional(),
  speaker: knobs.speaker.optional(),
};

/** A request's knobs. */
export type RvcRequest = z.output<z.ZodObject<typeof rvcRequestShape>>;

/** The preset that was asked for, with what deviates from it. */
export function rvcSettings({ preset, ...own }: RvcRequest): RvcSettings {
  const base: RvcSettings = PRESETS[preset];
  return {
    indexRate: own.indexRate ?? base.indexRate,
    protect: own.protect ?? base.protect,
    rmsMix: own.rmsMix ?? base.rmsMix,
    autotune: own.autotune ?? base.autotune,
    split: own.split ?? base.split,
    speaker: own.speaker ?? base.speaker,
  };
}

/** RVC's defaults. */
export const DEFAULT_RVC_SETTINGS: RvcSettings = PRESETS.default;
