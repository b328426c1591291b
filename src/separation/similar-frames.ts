import type { BytePlane } from '../dsp/median-filter.js';

/** For every frame, the frames that sound most like it, [frames × count], best first. */
export interface SimilarFrames {
  readonly count: number;
  readonly indices: Int32Array;
}

interface SimilarityOptions {
  /** How many similar frames to find. */
  count: number;
  /** One frame at most is taken from each block of so many: neighbours are similar anyway and
   *  would only find the voice again. */
  blockFrames: number;
}

/** Finds where a section repeats (REPET-SIM; Rafii & Pardo, "Music/voice separation using the
 *  similarity matrix", ISMIR 2012).
 *  @param features row-major [frames × bands], rows of unit length
 *  @returns fewer than `count` a frame where the section has fewer blocks; a section of one block
 *    is only similar to itself */
export function findSimilarFrames(
  features: Float32Array,
  bands: number,
  { count, blockFrames }: SimilarityOptions,
): SimilarFrames {
  const frames = features.length / bands;
  const blocks = Math.ceil(frames / blockFrames);
  const found = Math.max(1, Math.min(count, blocks - 1));
  const indices = new Int32Array(frames * found);
  const candidates = new Int32Array(blocks);
  const similarities = new Float32Array(blocks);
  for (let t = 0; t < frames; t++) {
    for (let block = 0; block < blocks; block++) {
      const from = block * blockFrames;
      const to = Math.min(frames, from + blockFrames);
      const best = mostSimilar(features, bands, { t, from, to });
      candidates[block] = best.index;
      // its own surroundings come last: they hold the same voice
      const near = t >= from - blockFrames && t < to + blockFrames;
      similarities[block] = near ? best.similarity - 2 : best.similarity;
    }
    for (let i = 0; i < found; i++) indices[t * found + i] = takeBest(candidates, similarities);
  }
  return { count: found, indices };
}

function mostSimilar(
  features: Float32Array,
  bands: number,
  { t, from, to }: { t: number; from: number; to: number },
): { index: number; similarity: number } {
  const row = t * bands;
  let index = from;
  let similarity = -Infinity;
  for (let other = from; other < to; other++) {
    const otherRow = other * bands;
    let product = 0;
    for (let b = 0; b < bands; b++) product += features[row + b] * features[otherRow + b];
    if (product > similarity) {
      similarity = product;
      index = other;
    }
  }
  return { index, similarity };
}

function takeBest(candidates: Int32Array, similarities: Float32Array): number {
  let best = 0;
  for (let i = 1; i < similarities.length; i++) {
    if (similarities[i] > similarities[best]) best = i;
  }
  similarities[best] = -Infinity;
  return candidates[best];
}

/** What repeats: bin by bin the median over the similar frames, as a remedian of threes (Rousseeuw
 *  & Bassett, "The remedian", JASA 1990), which is many times faster than sorting. It takes the
 *  best 1, 3, 9, 27 … frames that there are. */
export function repeatingLevels(plane: BytePlane, { count, indices }: SimilarFrames): BytePlane {
  const { rows, columns } = plane;
  const values = new Uint8Array(rows * columns);
  const rowAt = (t: number) => plane.values.subarray(t * columns, (t + 1) * columns);
  const used = 3 ** Math.floor(Math.log(count + 0.5) / Math.log(3));
  for (let t = 0; t < rows; t++) {
    const similar = Array.from(indices.subarray(t * count, t * count + used), rowAt);
    values.set(remedian(similar), t * columns);
  }
  return { rows, columns, values };
}

function remedian(rows: readonly Uint8Array[]): Uint8Array {
  if (rows.length === 1) return rows[0];
  const medians: Uint8Array[] = [];
  for (let i = 0; i < rows.length; i += 3) {
    medians.push(medianOfThree(rows[i], rows[i + 1], rows[i + 2]));
  }
  return remedian(medians);
}

function medianOfThree(a: Uint8Array, b: Uint8Array, c: Uint8Array): Uint8Array {
  const median = new Uint8Array(a.length);
  for (let i = 0; i < median.length; i++) {
    const low = Math.min(a[i], b[i]);
    const high = Math.max(a[i], b[i]);
    median[i] = Math.max(low, Math.min(high, c[i]));
  }
  return median;
}
