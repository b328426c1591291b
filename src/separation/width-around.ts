import type { LeadSection } from './lead-section.js';

/** Keeps silence from being divided by 0, and the CPU out of slow denormal arithmetic. */
const SILENT = 1e-30;

/** Widths (power of the side over the mid's) in a section, each over some frames either way; moves
 *  through it frame by frame, with running sums. */
export class WidthAround {
  readonly #mid: Float64Array;
  readonly #side: Float64Array;
  #end = 0;

  /** @param reach frames that are taken in before and after
   *  @param bins only so many are looked at */
  constructor(
    readonly section: LeadSection,
    readonly reach: number,
    bins = section.bins,
  ) {
    this.#mid = new Float64Array(bins);
    this.#side = new Float64Array(bins);
  }

  /** @param t the frame after the last one, or 0 */
  moveTo(t: number): void {
    while (this.#end <= t + this.reach) this.#add(this.#end++, 1);
    this.#add(t - this.reach - 1, -1);
  }

  ofBin(bin: number): number {
    return widthOf(this.#side[bin], this.#mid[bin]);
  }

  /** With the bins below and above. */
  ofThreeBins(bin: number): number {
    const [mid, side] = [this.#mid, this.#side];
    const below = bin > 0 ? bin - 1 : 0;
    const above = bin < mid.length - 1 ? bin + 1 : bin;
    return widthOf(side[below] + side[bin] + side[above], mid[below] + mid[bin] + mid[above]);
  }

  #add(t: number, sign: number): void {
    const { frames, bins, midPower, sidePower } = this.section;
    if (t < 0 || t >= frames) return;
    const [mid, side] = [this.#mid, this.#side];
    for (let bin = 0, i = t * bins; bin < mid.length; bin++, i++) {
      mid[bin] += sign * midPower[i];
      side[bin] += sign * sidePower[i];
    }
  }
}

/** Power of the side over the mid's, 0 where both are silent; running sums may fall a rounding
 *  below 0. */
export function widthOf(sidePower: number, midPower: number): number {
  return Math.max(0, sidePower) / (Math.max(0, midPower) + SILENT);
}
