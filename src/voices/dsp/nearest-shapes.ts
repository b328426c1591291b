import { FEATURES } from './timbre-features.js';

/** The rows of `candidates` [n × FEATURES] nearest to `query` [FEATURES], nearest first, into
 *  `rows` and `distances` [k]: squared Euclidean distances. */
export function findNearest(
  candidates: Float32Array,
  query: Float32Array,
  { rows, distances }: { rows: Int32Array; distances: Float64Array },
): void {
  const last = rows.length - 1;
  distances.fill(Infinity);
  for (let row = 0; row * FEATURES < candidates.length; row++) {
    const distance = squaredDistance(candidates, row * FEATURES, query, distances[last]);
    if (distance < distances[last]) insert(row, distance, { rows, distances });
  }
}

/** Gives up (with a value of at least `limit`) once it is beyond `limit`. */
function squaredDistance(
  candidates: Float32Array,
  at: number,
  query: Float32Array,
  limit: number,
): number {
  let sum = 0;
  for (let c = 0; c < FEATURES; c += 4) {
    const d0 = candidates[at + c] - query[c];
    const d1 = candidates[at + c + 1] - query[c + 1];
    const d2 = candidates[at + c + 2] - query[c + 2];
    const d3 = candidates[at + c + 3] - query[c + 3];
    sum += d0 * d0 + d1 * d1 + d2 * d2 + d3 * d3;
    if (sum >= limit) return sum;
  }
  return sum;
}

function insert(
  row: number,
  distance: number,
  { rows, distances }: { rows: Int32Array; distances: Float64Array },
): void {
  let at = rows.length - 1;
  for (; at > 0 && distances[at - 1] > distance; at--) {
    distances[at] = distances[at - 1];
    rows[at] = rows[at - 1];
  }
  distances[at] = distance;
  rows[at] = row;
}
