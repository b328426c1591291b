import type { InferenceHost } from '../../inference/inference-host.js';
import type { ModelSource } from '../../inference/session-messages.js';
import { float32Tensor } from '../../inference/tensor.js';
import { checkpoint, type RunOptions } from '../../progress.js';
import { readFaissIndex } from './faiss-index.js';
import { retrieved } from './retrieve.js';
import { readRvcPart } from './rvc-body.js';

/** Rows that are looked up at once. */
const BLOCK_ROWS = 500;

interface FollowOptions extends RunOptions {
  host: InferenceHost;
  index: ModelSource;
  width: number;
}

/** The voice's own features in place of each of `features` [rows × width]: what its index has nearest.
 *  @throws InputError `bad-index` */
export async function followIndex(
  features: readonly Float32Array[],
  { host, index, width, ...run }: FollowOptions,
): Promise<Float32Array[]> {
  const { lists } = readFaissIndex(await readRvcPart(index), 'the index of the voice');
  const module = new URL('./coarse-search/session-model.js', import.meta.url).href;
  const session = await host.open({ ...index, build: { module, settings: {} } }, run);
  const results: Float32Array[] = [];
  for (const section of features) {
    const result = new Float32Array(section.length);
    for (let at = 0; at < section.length; at += BLOCK_ROWS * width) {
      await checkpoint(run, (results.length + at / section.length) / features.length);
      const rows = section.slice(at, at + BLOCK_ROWS * width);
      const queries = float32Tensor(rows, [rows.length / width, width]);
      const nearest = (await session.run({ queries }, run)).lists.data as BigInt64Array;
      nearest.forEach((list, row) => {
        const query = rows.subarray(row * width, (row + 1) * width);
        result.set(retrieved(lists[Number(list)], query), at + row * width);
      });
    }
    results.push(result);
  }
  return results;
}
