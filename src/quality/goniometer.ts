/** Cells of the picture, each way. */
export const GONIOMETER_CELLS = 160;
/** Every so many samples are drawn. */
const STRIDE = 23;
/** Radii are drawn to this power, so that soft music has a shape, too. */
const RADIUS_POWER = 0.6;

/** Counts where left and right have been together: mid upwards, side to the right, as on the screen of
 *  a goniometer. Row-major [160 × 160], top left first. */
export class Goniometer {
  readonly counts = new Uint32Array(GONIOMETER_CELLS ** 2);
  #skip = 0;

  add([left, right = left]: readonly Float32Array[]): void {
    let i = this.#skip;
    for (; i < left.length; i += STRIDE) this.#count(left[i], right[i]);
    this.#skip = i - left.length;
  }

  #count(left: number, right: number): void {
    const mid = (left + right) / 2;
    const side = (right - left) / 2;
    const radius = Math.hypot(mid, side);
    if (radius === 0) return;
    const scale = radius ** (RADIUS_POWER - 1);
    const x = cellOf(side * scale);
    const y = cellOf(-mid * scale);
    this.counts[y * GONIOMETER_CELLS + x]++;
  }
}

/** @param position −1…1; what lies beyond is at the border */
function cellOf(position: number): number {
  const cell = Math.floor(((position + 1) / 2) * GONIOMETER_CELLS);
  return Math.min(GONIOMETER_CELLS - 1, Math.max(0, cell));
}
