import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { createInferenceHost } from '../../../src/inference/inference-host.js';
import { float32Tensor } from '../../../src/inference/tensor.js';
import { InputError } from '../../../src/errors.js';
import { seededRandom } from '../../../src/dsp/random.js';
import { readFaissIndex } from '../../../src/voices/rvc/faiss-index.js';
import { nearestIn, retrieved } from '../../../src/voices/rvc/retrieve.js';
import { readFloats, readIntegers, vectorPath } from './vectors.js';

const host = createInferenceHost({ maxProcesses: 1, threads: 1 });
afterAll(() => host.close());

const path = vectorPath('index_256.index');
const bytes = readFileSync(path);
const WIDTH = 256;
const QUERIES = 64;

describe('indexes of faiss', () => {
  it('give the neighbours, distances and blends that faiss gives', async () => {
    const { lists } = readFaissIndex(bytes, 'an index');
    const module = new URL(
      '../../../src/voices/rvc/coarse-search/session-model.js',
      import.meta.url,
    ).href;
    const session = await host.open({ path, build: { module, settings: {} } });
    const queries = readFloats('index_256_queries.bin');
    const outputs = await session.run({ queries: float32Tensor(queries, [QUERIES, WIDTH]) });
    const ids = [...readIntegers('index_256_ids.bin')].map(Number);
    const distances = readFloats('index_256_squared_distances.bin');
    const blends = readFloats('index_256_blended.bin');
    (outputs.lists.data as BigInt64Array).forEach((list, q) => {
      const query = queries.subarray(q * WIDTH, (q + 1) * WIDTH);
      const found = nearestIn(lists[Number(list)], query);
      expect(found.ids).toEqual(ids.slice(8 * q, 8 * q + 8));
      found.squaredDistances.forEach((distance, n) => {
        // float32 against double.
        expect(Math.abs(distance / distances[8 * q + n] - 1)).toBeLessThan(1e-5);
      });
      retrieved(lists[Number(list)], query).forEach((value, d) => {
        expect(Math.abs(value - blends[q * WIDTH + d])).toBeLessThan(2e-6);
      });
    });
  });

  it('are refused, in words, wherever they are cut short or broken', () => {
    for (let length = 0; length < bytes.length; length += 9973) {
      expect(() => readFaissIndex(bytes.subarray(0, length), 'cut')).toThrow(InputError);
    }
    const random = seededRandom(1);
    for (let n = 0; n < 300; n++) {
      const broken = Buffer.from(bytes);
      for (let i = 0; i < 3; i++) broken[Math.floor(random() * 120)] = Math.floor(random() * 256);
      try {
        readFaissIndex(broken, 'broken');
      } catch (error) {
        expect(error).toBeInstanceOf(InputError);
      }
    }
  });

  it('without features are refused', () => {
    const empty = Buffer.from(bytes);
    empty.writeBigInt64LE(0n, 8);
    expect(() => readFaissIndex(empty, 'trained.index')).toThrow(/holds no features/);
  });
});
