/** A matrix of bytes, row-major [rows × columns]: levels of STFT frames × bins. */
export interface BytePlane {
  readonly rows: number;
  readonly columns: number;
  readonly values: Uint8Array;
}

/** Median over `span` (odd) neighbours along each row; edges repeat. In a spectrogram: along
 *  frequency, which keeps percussive sound (FitzGerald, "Harmonic/percussive separation using
 *  median filtering", DAFx 2010). */
export function medianAlongRows(plane: BytePlane, span: number): BytePlane {
  const { rows, columns } = plane;
  const values = new Uint8Array(rows * columns);
  const filter = new SlidingMedian(span);
  for (let row = 0; row < rows; row++) {
    filter.run(plane.values, values, { start: row * columns, stride: 1, count: columns });
  }
  return { rows, columns, values };
}

/** Median over `span` (odd) neighbours along each column; edges repeat. In a spectrogram: along
 *  time, which keeps sustained sound. */
export function medianAlongColumns(plane: BytePlane, span: number): BytePlane {
  const { rows, columns } = plane;
  const values = new Uint8Array(rows * columns);
  const filter = new SlidingMedian(span);
  for (let column = 0; column < columns; column++) {
    filter.run(plane.values, values, { start: column, stride: columns, count: rows });
  }
  return { rows, columns, values };
}

interface Line {
  start: number;
  stride: number;
  count: number;
}

/** Running median by a histogram that follows the window (Huang, Yang & Tang, 1979). */
class SlidingMedian {
  readonly #histogram = new Int32Array(256);
  readonly #half: number;

  constructor(readonly span: number) {
    this.#half = (span - 1) / 2;
  }

  run(input: Uint8Array, output: Uint8Array, { start, stride, count }: Line): void {
    const half = this.#half;
    const histogram = this.#histogram.fill(0);
    const last = start + (count - 1) * stride;
    const reach = half * stride;
    for (let i = -half; i <= half; i++) {
      histogram[input[start + Math.min(Math.max(i, 0), count - 1) * stride]]++;
    }
    let median = 0;
    let below = 0;
    for (let at = start; at <= last; at += stride) {
      while (below > half) below -= histogram[--median];
      while (below + histogram[median] <= half) below += histogram[median++];
      output[at] = median;
      const leaving = input[at - reach < start ? start : at - reach];
      const entering = input[at + reach + stride > last ? last : at + reach + stride];
      histogram[leaving]--;
      histogram[entering]++;
      if (leaving < median) below--;
      if (entering < median) below++;
    }
  }
}
