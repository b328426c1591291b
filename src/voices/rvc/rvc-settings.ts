import { z } from 'zod';
import { PRESETS, type RvcPreset, type RvcSettings } from './presets.js';

/** What creators set on voices of RVC, under the names that they know. */
const knobs = {
  indexRate: z.number().min(0).max(1),
  protect: z.number().min(0).max(0.5),
  rmsMix: z.number().min(0).max(1),
  autotune: z.number().min(0).max(1),
  split: z.boolean(),
  speaker: z.number().int().min(0).max(10_000),
} satisfies { [Knob in keyof RvcSettings]: z.ZodType<RvcSettings[Knob]> };

const presets = Object.keys(PRESETS) as RvcPreset[];

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
