import { envelopeGrid, removeLoudness } from './envelope-shape.js';
import { shapeOf, type VocalFrames } from './vocal-frames.js';

/** Mean of the shapes of the frames `chosen`; flat where there are none. */
export function meanShape(frames: VocalFrames, chosen: number[]): Float32Array {
  const mean = new Float32Array(envelopeGrid.count);
  for (const t of chosen) {
    const shape = shapeOf(frames, t);
    for (let b = 0; b < mean.length; b++) mean[b] += shape[b] / chosen.length;
  }
  return mean;
}

/** Shape of the mean power of the frames `chosen`: the long-term spectrum. */
export function longTermShape(frames: VocalFrames, chosen: number[]): Float32Array {
  const power = new Float64Array(envelopeGrid.count).fill(Number.MIN_VALUE);
  for (const t of chosen) {
    const shape = shapeOf(frames, t);
    const loudness = frames.loudness[t];
    for (let b = 0; b < power.length; b++) power[b] += Math.exp(2 * (shape[b] + loudness));
  }
  const longTerm = Float32Array.from(power, (value) => 0.5 * Math.log(value));
  removeLoudness(longTerm);
  return longTerm;
}

/** Value below which the fraction `rank` of `values` lies. */
export function percentile(values: Iterable<number>, rank: number): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.min(sorted.length - 1, Math.floor(rank * sorted.length))] ?? 0;
}
