// eslint-disable-next-line no-restricted-imports -- its CPU time is told of this process
import { InferenceSession, Tensor } from 'onnxruntime-node';
import type { FaissIndex } from '../../src/voices/rvc/faiss-index.js';
import { buildCoarseSearch, retrieved } from '../../src/voices/rvc/retrieve.js';
import { normals } from '../../src/voices/rvc/synthesis.js';

const WIDTH = 768;
const VECTORS = 100_000;
/** As RVC makes them of so many vectors: one of 39. */
const LISTS = Math.floor(VECTORS / 39);
/** Four minutes at 50 features a second. */
const QUERIES = 12_000;
const BLOCK = 500;

/** Retrieval of a 4-minute song among 100,000 features of a voice, by one thread, in CPU time. */
export async function benchRetrieval(): Promise<string[]> {
  const index = randomIndex();
  const session = await InferenceSession.create(buildCoarseSearch(index), {
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
  });
  const queries = normals(1, QUERIES * WIDTH);
  const start = process.cpuUsage();
  for (let row = 0; row < QUERIES; row += BLOCK) {
    const rows = queries.slice(row * WIDTH, (row + BLOCK) * WIDTH);
    const { lists } = await session.run({ queries: new Tensor('float32', rows, [BLOCK, WIDTH]) });
    (lists.data as BigInt64Array).forEach((list, q) =>
      retrieved(index.lists[Number(list)], rows.subarray(q * WIDTH, (q + 1) * WIDTH)),
    );
  }
  const { user, system } = process.cpuUsage(start);
  const seconds = ((user + system) / 1e6).toFixed(1);
  return [`${QUERIES} queries among ${VECTORS} features in ${LISTS} lists: ${seconds} CPU-s`];
}

/** Each list holds features about its centroid. */
function randomIndex(): FaissIndex {
  const centroids = normals(2, LISTS * WIDTH);
  const lists = Array.from({ length: LISTS }, (_, list) => {
    const length =
      Math.floor((VECTORS * (list + 1)) / LISTS) - Math.floor((VECTORS * list) / LISTS);
    const vectors = normals(3 + list, length * WIDTH);
    for (let i = 0; i < vectors.length; i++) {
      vectors[i] = vectors[i] / 2 + centroids[list * WIDTH + (i % WIDTH)];
    }
    return { length, vectors, ids: Int32Array.from({ length }, (_, row) => row) };
  });
  return { width: WIDTH, centroids, lists };
}
