import type { Spectrum } from './mid-side-frames.js';

/** Bins that have a filter of their own; at 44.1 kHz and nFft 4096 they end at 11 kHz. */
export const FILTER_BINS = 1024;

/** Bins above follow the mean of these, 7 to 11 kHz: consonants and cymbals are alike up there. */
const HIGHEST_FROM_BIN = 650;

/** What turns the mid and side of a mix into those of one stem: a real 2×2 matrix for each of
 *  `FILTER_BINS` bins of `frames` frames. */
export interface SpectralFilter {
  readonly frames: number;
  /** Row-major [4 × frames × FILTER_BINS]: of the mid to the mid, of the side to the mid, of the mid
   *  to the side, of the side to the side. */
  readonly coefficients: Float32Array;
}

interface MidSideSpectrum {
  readonly mid: Spectrum;
  readonly side: Spectrum;
}

/** Filters one frame of `mix` into `stem`.
 *  @param t the frame of `filter` that belongs to it */
export function applyFilter(
  filter: SpectralFilter,
  t: number,
  { mix, stem }: { mix: MidSideSpectrum; stem: MidSideSpectrum },
): void {
  const [midToMid, sideToMid, midToSide, sideToSide] = [0, 1, 2, 3].map((c) => gains(filter, c, t));
  for (const part of ['re', 'im'] as const) {
    weigh(stem.mid[part], [midToMid, mix.mid[part]], [sideToMid, mix.side[part]]);
    weigh(stem.side[part], [midToSide, mix.mid[part]], [sideToSide, mix.side[part]]);
  }
}

/** One coefficient of all bins of a frame. */
interface Gains {
  values: Float32Array;
  /** Of the bins above. */
  above: number;
}

function gains({ frames, coefficients }: SpectralFilter, coefficient: number, t: number): Gains {
  const start = (coefficient * frames + t) * FILTER_BINS;
  const values = coefficients.subarray(start, start + FILTER_BINS);
  let sum = 0;
  for (let bin = HIGHEST_FROM_BIN; bin < FILTER_BINS; bin++) sum += values[bin];
  return { values, above: sum / (FILTER_BINS - HIGHEST_FROM_BIN) };
}

type Weighted = readonly [Gains, Float32Array];

/** sum = a's gains · a + b's gains · b */
function weigh(sum: Float32Array, [gainsA, a]: Weighted, [gainsB, b]: Weighted): void {
  for (let bin = 0; bin < FILTER_BINS; bin++) {
    sum[bin] = gainsA.values[bin] * a[bin] + gainsB.values[bin] * b[bin];
  }
  for (let bin = FILTER_BINS; bin < sum.length; bin++) {
    sum[bin] = gainsA.above * a[bin] + gainsB.above * b[bin];
  }
}
