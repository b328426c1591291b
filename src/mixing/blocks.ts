import { checkpoint, type RunOptions } from '../progress.js';

/** Samples per channel between two checkpoints: 3 to 6 s of sound, 0.05 to 0.2 s of work. */
const BLOCK_LENGTH = 262144;

/** Calls `work` for one stretch of `length` samples after the other, with a checkpoint after each. */
export async function forEachBlock(
  length: number,
  options: RunOptions,
  work: (from: number, to: number) => void,
): Promise<void> {
  for (let from = 0; from < length; from += BLOCK_LENGTH) {
    const to = Math.min(length, from + BLOCK_LENGTH);
    work(from, to);
    await checkpoint(options, to / length);
  }
}
