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
      // its own block comes last: it holds the same voice
      similarities[block] = t >= from && t < to ? -2 : best.similarity;
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

/** Median over the similar frames, bin by bin: what repeats. */
export function repeatingLevels(plane: BytePlane, similar: SimilarFrames): BytePlane {
  const { rows, columns } = plane;
  const { count, indices } = similar;
  const values = new Uint8Array(rows * columns);
  const sorted = new Uint8Array(count);
  const starts = new Int32Array(count);
  for (let t = 0; t < rows; t++) {
    for (let i = 0; i < count; i++) starts[i] = indices[t * count + i] * columns;
    for (let bin = 0; bin < columns; bin++) {
      values[t * columns + bin] = medianAt(plane.values, starts, { bin, sorted });
    }
  }
  return { rows, columns, values };
}

function medianAt(
  values: Uint8Array,
  starts: Int32Array,
  { bin, sorted }: { bin: number; sorted: Uint8Array },
): number {
  const count = starts.length;
  for (let i = 0; i < count; i++) {
    const value = values[starts[i] + bin];
    let at = i;
    while (at > 0 && sorted[at - 1] > value) {
      sorted[at] = sorted[at - 1];
      at--;
    }
    sorted[at] = value;
  }
  return sorted[count >> 1];
}
