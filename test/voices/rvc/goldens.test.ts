import { readFileSync, statSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { createInferenceHost } from '../../../src/inference/inference-host.js';
import { float32Data, float32Tensor, type Tensors } from '../../../src/inference/tensor.js';
import { harmonicSource } from '../../../src/voices/rvc/harmonic-source.js';
import { readRvcModel } from '../../../src/voices/rvc/rvc-model.js';
import { maxError } from '../../support/float-files.js';
import {
  readDoubles,
  readFloats,
  readIntegers,
  vectorCases,
  vectorPath,
  type VectorCase,
} from './vectors.js';

const host = createInferenceHost({ maxProcesses: 2, threads: 1 });
afterAll(() => host.close());

const module = new URL('../../../src/voices/rvc/session-model.js', import.meta.url).href;

describe('voices of RVC, built and run without Python', () => {
  it.each(vectorCases)('$dir sounds as in PyTorch', async (vector) => {
    const audio = await synthesise(vector);
    const expected = readDoubles(`${vector.dir}/out64.bin`);
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

async function synthesise(vector: VectorCase): Promise<Float32Array> {
  const path = vectorPath(vector.checkpoint);
  const { facts } = readRvcModel(readFileSync(path), vector.checkpoint);
  const whole = { lengths: [statSync(path).size], shares: [1] };
  const open = (part: 'front' | 'decoder') =>
    host.open({ path, build: { module, settings: { part, speaker: vector.speaker, ...whole } } });
  const file = (name: string) => readFloats(`${vector.dir}/${name}.bin`);
  const { frames } = vector;
  const front = await open('front');
  const { latent } = await front.run({
    features: float32Tensor(file('feats'), [1, frames, facts.version === 'v1' ? 256 : 768]),
    noise: float32Tensor(file('rnd'), [1, facts.latentChannels, frames]),
    ...(facts.hasPitch && {
      pitch: {
        type: 'int64',
        data: readIntegers(`${vector.dir}/pitch.bin`),
        dims: [1, frames],
      } as const,
    }),
  });
  const feeds: Tensors = { latent };
  if (facts.hasPitch) {
    const source = harmonicSource(file('pitchf'), { noise: file('noise'), ...facts });
    feeds.source = float32Tensor(source, [1, source.length]);
  }
  return float32Data(await (await open('decoder')).run(feeds), 'audio');
}

function signalToNoiseDb(a: Float32Array, b: Float64Array): number {
  const signal = b.reduce((sum, value) => sum + value * value, 0);
  const noise = b.reduce((sum, value, i) => sum + (value - a[i]) ** 2, 0);
  return 10 * Math.log10(signal / noise);
}
