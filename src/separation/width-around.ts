import type { LeadSection } from './lead-section.js';

/** How many frames either way are looked at. */
const FRAMES = 2;
const NEIGHBOUR_FRAMES = 4;

/** Widths (power of the side over the mid's) in a section, of single bins and of their surroundings;
 *  moves through it frame by frame, with running sums. */
export class WidthAround {
  readonly #frames: RunningSums;
  readonly #neighbours: RunningSums;
  #t = -1;

  constructor(readonly section: LeadSection) {
    this.#frames = new RunningSums(section, FRAMES);
    this.#neighbours = new RunningSums(section, NEIGHBOUR_FRAMES);
  }

  /** @param t the frame after the last one, or 0 */
  moveTo(t: number): void {
    this.#t = t;
    this.#frames.moveTo(t);
    this.#neighbours.moveTo(t);
  }

  /** Of the bin alone. */
  ofBin(bin: number): number {
    const { bins, midPower, sidePower } = this.section;
    const i = this.#t * bins + bin;
    return ratio(sidePower[i], midPower[i]);
  }

  /** Of the bin and the same two frames before and after. */
  ofFrames(bin: number): number {
    return ratio(this.#frames.side[bin], this.#frames.mid[bin]);
  }

  /** Of the bin and its neighbours, four frames before and after. */
  ofNeighbours(bin: number): number {
    const { mid, side } = this.#neighbours;
    const below = Math.max(0, bin - 1);
    const above = Math.min(mid.length - 1, bin + 1);
    return ratio(side[below] + side[bin] + side[above], mid[below] + mid[bin] + mid[above]);
  }
}

/** Sums of powers over `reach` frames either way. */
class RunningSums {
  readonly mid: Float64Array;
  readonly side: Float64Array;
  #end = 0;

  constructor(
    readonly section: LeadSection,
    readonly reach: number,
  ) {
    this.mid = new Float64Array(section.bins);
    this.side = new Float64Array(section.bins);
  }

  moveTo(t: number): void {
    while (this.#end <= t + this.reach) this.#add(this.#end++, 1);
    this.#add(t - this.reach - 1, -1);
  }

  #add(t: number, sign: number): void {
    const { frames, bins, midPower, sidePower } = this.section;
    if (t < 0 || t >= frames) return;
    for (let bin = 0, i = t * bins; bin < bins; bin++, i++) {
      this.mid[bin] += sign * midPower[i];
      this.side[bin] += sign * sidePower[i];
    }
  }
}

/** Running sums may fall a rounding below 0. */
function ratio(sidePower: number, midPower: number): number {
  return Math.max(0, sidePower) / (Math.max(0, midPower) + Number.MIN_VALUE);
}
