/** Levels are powers in dB, kept in one byte: a step is half a decibel, which is finer than any
 *  mask needs, and medians of bytes are cheap. */
export const LEVEL_STEP_DB = 0.5;

/** Level 0, relative to a spectral power of 1. A full-scale sine reaches +60 dB at nFft 4096. */
const LOWEST_DB = -63;

const LEVELS_PER_LOG2 = (10 * Math.log10(2)) / LEVEL_STEP_DB;

/** The level of a spectral power of 1. */
export const LEVEL_OF_ONE = -LOWEST_DB / LEVEL_STEP_DB;

const LOWEST_POWER = 10 ** (LOWEST_DB / 10);

/** The level, 0…255, of a spectral power. */
export function levelOfPower(power: number): number {
  if (!(power > LOWEST_POWER)) return 0;
  const level = LEVELS_PER_LOG2 * Math.log2(power) + LEVEL_OF_ONE + 0.5;
  return level > 255 ? 255 : level | 0;
}
