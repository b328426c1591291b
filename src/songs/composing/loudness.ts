import type { SectionFrame } from './frame.js';

/** How loud a part is in a section, 0 … 1: the more is going on, the louder.
 *  @param usual in the middle of a song */
export function loudnessIn({ energy }: Pick<SectionFrame, 'energy'>, usual: number): number {
  return Math.min(1, usual * (0.72 + 0.42 * energy));
}
