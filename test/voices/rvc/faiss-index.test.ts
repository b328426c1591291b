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
const QUERIES = 64;

describe('indexes of faiss', () => {
  it.each([256, 768])('of width %i give the very ids and distances of faiss', async (width) => {
    const file = vectorPath(`index_${width}.index`);
    const { lists } = readFaissIndex(readFileSync(file), 'an index');
    const module = new URL(
      '../../../src/voices/rvc/coarse-search/session-model.js',
      import.meta.url,
    ).href;
    const session = await host.open({ path: file, build: { module, settings: {} } });
    const queries = readFloats(`index_${width}_queries.bin`);
    const outputs = await session.run({ queries: float32Tensor(queries, [QUERIES, width]) });
    const ids = [...readIntegers(`index_${width}_ids.bin`)].map(Number);
    const distances = [...readFloats(`index_${width}_squared_distances.bin`)];
    const blends = readFloats(`index_${width}_blended.bin`);
    (outputs.lists.data as BigInt64Array).forEach((list, q) => {
      const query = queries.subarray(q * width, (q + 1) * width);
      const found = nearestIn(lists[Number(list)], query);
      expect(found.ids).toEqual(ids.slice(8 * q, 8 * q + 8));
      expect(found.squaredDistances).toEqual(distances.slice(8 * q, 8 * q + 8));
      retrieved(lists[Number(list)], query).forEach((value, d) => {
        expect(Math.abs(value - blends[q * width + d])).toBeLessThan(2e-6);
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
