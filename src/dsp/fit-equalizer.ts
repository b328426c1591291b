import { responseDb } from './biquad.js';
import { equalizer, type EqualizerBand } from './filter-chain.js';
import { THIRD_OCTAVES_HZ } from './third-octave-sums.js';

/** Where bands may be set: octaves, the outer ones as shelves. */
const CANDIDATES: readonly Omit<EqualizerBand, 'gainDb'>[] = [
  { type: 'low-shelf', frequencyHz: 90, q: 0.7 },
  ...[125, 250, 500, 1000, 2000, 4000, 8000].map((frequencyHz) => ({
    type: 'bell' as const,
    frequencyHz,
    q: 1,
  })),
  { type: 'high-shelf', frequencyHz: 9000, q: 0.7 },
];
/** Responses are all but proportional to gains; this one is measured. */
const PROBE_DB = 3;
const DESIGN_RATE = 96000;
/** Weakens fits that would set neighbours against each other. */
const RIDGE = 0.1;
/** Less isn't worth a filter. */
const LEAST_GAIN_DB = 0.5;

/** What a fit may use. */
interface FitLimits {
  /** Filters, at most. */
  mostBands: number;
  /** Gains, at most. */
  mostBoostDb: number;
  mostCutDb: number;
}

/** The equalizer of few broad bands that comes nearest to `wantedDb`, the gain for each third octave.
 *  @param weights how much each third octave matters, ≥ 0 */
export function fitEqualizer(
  wantedDb: ArrayLike<number>,
  weights: ArrayLike<number>,
  { mostBands, mostBoostDb, mostCutDb }: FitLimits,
): EqualizerBand[] {
  let chosen = CANDIDATES.map((_, c) => c);
  let gains = solve(chosen, wantedDb, weights);
  while (chosen.length > mostBands) {
    const weakest = gains.reduce(
      (least, gain, i) => (Math.abs(gain) < Math.abs(gains[least]) ? i : least),
      0,
    );
    chosen = chosen.filter((_, i) => i !== weakest);
    gains = solve(chosen, wantedDb, weights);
  }
  return chosen
    .map((c, i) => ({ ...CANDIDATES[c], gainDb: rounded(gains[i], mostCutDb, mostBoostDb) }))
    .filter(({ gainDb }) => Math.abs(gainDb) >= LEAST_GAIN_DB);
}

function rounded(gainDb: number, mostCutDb: number, mostBoostDb: number): number {
  return Math.round(10 * Math.max(-mostCutDb, Math.min(mostBoostDb, gainDb))) / 10;
}

/** Response of each candidate per dB of gain, by third octaves. */
const SHAPES = CANDIDATES.map((candidate) => {
  const [filter] = equalizer([{ ...candidate, gainDb: PROBE_DB }], DESIGN_RATE);
  return THIRD_OCTAVES_HZ.map((hz) => responseDb(filter, hz, DESIGN_RATE) / PROBE_DB);
});

/** Weighted least squares for the gains of the candidates `chosen`. */
function solve(
  chosen: readonly number[],
  wanted: ArrayLike<number>,
  weights: ArrayLike<number>,
): number[] {
  const product = (a: ArrayLike<number>, b: ArrayLike<number>) =>
    THIRD_OCTAVES_HZ.reduce((sum, _, k) => sum + weights[k] * a[k] * b[k], 0);
  const matrix = chosen.map((row) => [
    ...chosen.map((column) => product(SHAPES[row], SHAPES[column]) + (row === column ? RIDGE : 0)),
    product(SHAPES[row], wanted),
  ]);
  return eliminate(matrix);
}

/** Gauss's elimination of a positive definite system, its right side as the last column. */
function eliminate(matrix: number[][]): number[] {
  const size = matrix.length;
  for (let pivot = 0; pivot < size; pivot++) {
    for (let row = 0; row < size; row++) {
      if (row === pivot) continue;
      const factor = matrix[row][pivot] / matrix[pivot][pivot];
      for (let k = pivot; k <= size; k++) matrix[row][k] -= factor * matrix[pivot][k];
    }
  }
  return matrix.map((row, i) => row[size] / row[i]);
}
