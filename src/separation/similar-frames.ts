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
  const used = 3 ** Math.floor(Math.log(count + 0.5) / Math.log(3));
  const medians = Array.from({ length: Math.ceil(used / 3) }, () => new Uint8Array(columns));
  for (let t = 0; t < rows; t++) {
    const similar = Array.from(indices.subarray(t * count, t * count + used), (frame) =>
      plane.values.subarray(frame * columns, (frame + 1) * columns),
    );
    values.set(remedian(similar, medians), t * columns);
  }
  return { rows, columns, values };
}

/** @param medians rows to work in, a third of `rows`; the result is the first, or the only row */
function remedian(rows: readonly Uint8Array[], medians: readonly Uint8Array[]): Uint8Array {
  if (rows.length === 1) return rows[0];
  const third = rows.length / 3;
  for (let i = 0; i < third; i++) {
    medianOfThree([rows[3 * i], rows[3 * i + 1], rows[3 * i + 2]], medians[i]);
  }
  return remedian(medians.slice(0, third), medians);
}

/** Written without branches, which would be mispredicted: `x & (x >> 31)` is min(x, 0). */
function medianOfThree([a, b, c]: readonly Uint8Array[], median: Uint8Array): void {
  for (let i = 0; i < median.length; i++) {
    const excess = a[i] - b[i];
    const negative = excess & (excess >> 31);
    const low = b[i] + negative;
    const high = a[i] - negative;
    const above = high - c[i];
    const capped = c[i] + (above & (above >> 31));
    const below = low - capped;
    median[i] = low - (below & (below >> 31));
  }
}
