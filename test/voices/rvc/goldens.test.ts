import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { createInferenceHost } from '../../../src/inference/inference-host.js';
import { readRvcModel } from '../../../src/voices/rvc/rvc-model.js';
import { maxError, readDoubleFile } from '../../support/float-files.js';
import { signalToNoiseDb, singVector } from './sing-vector.js';
import { vectorCases, vectorPath } from './vectors.js';

const host = createInferenceHost({ maxProcesses: 2, threads: 1 });
afterAll(() => host.close());

describe('voices of RVC, built and run without Python', () => {
  it.each(vectorCases)('$dir sounds as in PyTorch', async (vector) => {
    const audio = await singVector(vector, { folder: vectorPath(''), host });
    const expected = readDoubleFile(vectorPath(`${vector.dir}/out64.bin`));
    expect(audio).toHaveLength(expected.length);
    // The bars; float32 PyTorch itself is within 1.6e-6.
    expect(maxError(audio, expected)).toBeLessThanOrEqual(2e-6);
    expect(signalToNoiseDb(audio, expected)).toBeGreaterThanOrEqual(115);
  });

  it('are told from their weights', () => {
    for (const vector of vectorCases) {
      const { facts } = readRvcModel(readFileSync(vectorPath(vector.checkpoint)), 'a voice');
      expect(facts).toMatchObject({
        version: vector.version,
        hasPitch: vector.f0,
        sampleRate: 1000 * Number.parseInt(vector.sampleRate, 10),
        speakers: 3,
      });
    }
  });
});
