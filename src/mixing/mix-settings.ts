import { z } from 'zod';

const gainDb = z.number().min(-60).max(24).default(0);

/** How a cover is mixed. Gains are offsets to the automatic balance. */
export const mixSettingsSchema = z.strictObject({
  /** Of the lead and its reverb, dB. */
  vocalGainDb: gainDb,
  instrumentalGainDb: gainDb,
  backingGainDb: gainDb,
  /** How deep the instrumental dips between 2 and 4 kHz under the lead, dB. */
  duckingDb: z.number().min(0).max(12).default(2),
  reverb: z
    .strictObject({
      /** Size of the room, 0 (a booth) … 1 (a hall). */
      room: z.number().min(0).max(1).default(0.4),
      /** Time in which the reverb falls by 60 dB. */
      decaySeconds: z.number().min(0.1).max(10).default(1.4),
      /** How much sooner highs die away than lows, 0 … 1. */
      damping: z.number().min(0).max(1).default(0.5),
      /** Level of the reverb against the dry voice, linear: 0 is none, 1 is as loud. */
      wet: z.number().min(0).max(1).default(0.15),
      /** How far decay, size and level follow the room of the original singer, where one was heard. */
      match: z.number().min(0).max(1).default(1),
    })
    .prefault({}),
});

/** How a cover is mixed, defaults applied. */
export type MixSettings = z.output<typeof mixSettingsSchema>;

/** The automatic balance and a small room. */
export const defaultMixSettings: MixSettings = mixSettingsSchema.parse({});
