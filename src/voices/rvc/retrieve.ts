import { OnnxGraph } from '../../inference/onnx/onnx-graph.js';
import type { FaissIndex, InvertedList } from './faiss-index.js';

/** How many of the voice's own features one is replaced by. */
const NEIGHBOURS = 8;

/** Nearest features of one query, nearest first; fewer where the list is short. */
export interface Neighbours {
  readonly ids: readonly number[];
  readonly squaredDistances: readonly number[];
}

/** An ONNX file that finds the nearest centroid of each row: `queries` [n, width] → `lists` int64 [n].
 *  ‖q − c‖² = ‖q‖² − 2·q·c + ‖c‖², of which the first term doesn't matter. */
export function buildCoarseSearch({ width, centroids }: FaissIndex): Uint8Array {
  const count = centroids.length / width;
  const squares = Float32Array.from({ length: count }, (_, list) =>
    centroids.subarray(list * width, (list + 1) * width).reduce((sum, v) => sum + v * v, 0),
  );
  const columns = new Float32Array(centroids.length);
  for (let list = 0; list < count; list++) {
    for (let d = 0; d < width; d++) columns[d * count + list] = -2 * centroids[list * width + d];
  }
  const graph = new OnnxGraph();
  const queries = graph.input('queries', 'float32', ['rows', width]);
  const products = graph.op('MatMul', [queries, graph.weights(columns, [width, count])]);
  const distances = graph.op('Add', [products, graph.weights(squares, [count])]);
  const lists = graph.op('ArgMin', [distances], { axis: 1, keepdims: 0 });
  graph.output('lists', 'int64', ['rows'], lists);
  return graph.toModel();
}

/** The nearest features in `list` to `query` [width], as faiss finds them at nprobe 1. */
export function nearestIn(
  list: InvertedList,
  query: Float32Array,
): Neighbours & { rows: number[] } {
  const rows: number[] = [];
  const squaredDistances: number[] = [];
  for (let row = 0; row < list.length; row++) {
    const distance = squaredDistance(list.vectors, row * query.length, query);
    if (rows.length === NEIGHBOURS && distance >= squaredDistances[NEIGHBOURS - 1]) continue;
    let place = rows.length;
    while (place > 0 && squaredDistances[place - 1] > distance) place--;
    rows.splice(place, 0, row);
    squaredDistances.splice(place, 0, distance);
    rows.length = squaredDistances.length = Math.min(NEIGHBOURS, rows.length);
  }
  return { rows, ids: rows.map((row) => list.ids[row]), squaredDistances };
}

/** The voice's own version of `query`: its neighbours, each weighed by (1 / d²)². Where the list is
 *  empty, the query itself. */
export function retrieved(list: InvertedList, query: Float32Array): Float32Array {
  const { rows, squaredDistances } = nearestIn(list, query);
  if (rows.length === 0) return query;
  const weights = squaredDistances.map((distance) => 1 / Math.max(distance, 1e-12) ** 2);
  const sum = weights.reduce((a, b) => a + b);
  const blended = new Float32Array(query.length);
  rows.forEach((row, n) => {
    const weight = weights[n] / sum;
    const start = row * query.length;
    for (let d = 0; d < blended.length; d++) blended[d] += weight * list.vectors[start + d];
  });
  return blended;
}

/** Summed in float32, one term after the other, as faiss does: of neighbours that are equally near but for
 *  rounding, the same one comes first. */
function squaredDistance(vectors: Float32Array, start: number, query: Float32Array): number {
  let sum = 0;
  for (let d = 0; d < query.length; d++) {
    const difference = Math.fround(vectors[start + d] - query[d]);
    sum = Math.fround(sum + Math.fround(difference * difference));
  }
  return sum;
}
