import { z } from 'zod';

/** What engines with a model can be told beyond the number of stems. */
export const separatorTuningSchema = z.strictObject({
  /** A model of the catalogue, or an imported one, instead of the engine's own. */
  model: z.string().min(1).max(100).optional(),
  /** Share of each segment that the next one covers too: more is smoother, and slower. */
  overlap: z.number().min(0).max(0.95).optional(),
  /** How much the model hears at once. */
  segmentSeconds: z.number().min(1).max(60).optional(),
  /** Results at so many random shifts in time are averaged: better, and so many times slower. */
  shifts: z.number().int().min(0).max(10).optional(),
});
/** Tuning of a separator; what is absent is as the engine has it. */
export type SeparatorTuning = z.output<typeof separatorTuningSchema>;
