import type { Key } from '../../score/pitch-names.js';

/** How well each step above the tonic fits a key (Krumhansl & Kessler, Psychological Review 89, 1982). */
const PROFILES = {
  major: [6.35, 2.23, 3.48, 2.33, 4.38, 4.09, 2.52, 5.19, 2.39, 3.66, 2.29, 2.88],
  minor: [6.33, 2.68, 3.52, 5.38, 2.6, 3.53, 2.54, 4.75, 3.98, 2.69, 3.34, 3.17],
} as const;

/** The key that `weights` [12], how much of each pitch class is heard, fit best (Krumhansl & Schmuckler). */
export function estimateKey(weights: readonly number[]): Key {
  let best: Key = { tonic: 0, mode: 'major' };
  let most = -Infinity;
  for (const mode of ['major', 'minor'] as const) {
    for (let tonic = 0; tonic < 12; tonic++) {
      const turned = weights.map((_, step) => weights[(step + tonic) % 12]);
      const fit = correlation(turned, PROFILES[mode]);
      if (fit > most) [best, most] = [{ tonic, mode }, fit];
    }
  }
  return best;
}

/** How long each pitch class sounds, in any unit. */
export function pitchClassWeights(notes: readonly { pitch: number; length: number }[]): number[] {
  const weights = new Array<number>(12).fill(0);
  for (const { pitch, length } of notes) {
    weights[((Math.round(pitch) % 12) + 12) % 12] += length;
  }
  return weights;
}

function correlation(a: readonly number[], b: readonly number[]): number {
  const [meanA, meanB] = [mean(a), mean(b)];
  let [ab, aa, bb] = [0, 1e-12, 1e-12];
  a.forEach((value, i) => {
    ab += (value - meanA) * (b[i] - meanB);
    aa += (value - meanA) ** 2;
    bb += (b[i] - meanB) ** 2;
  });
  return ab / Math.sqrt(aa * bb);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
