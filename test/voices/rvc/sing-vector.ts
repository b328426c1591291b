import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { InferenceHost } from '../../../src/inference/inference-host.js';
import { float32Data, float32Tensor, type Tensors } from '../../../src/inference/tensor.js';
import { harmonicSource } from '../../../src/voices/rvc/harmonic-source.js';
import { readRvcModel } from '../../../src/voices/rvc/rvc-model.js';
import { readFloatFile, readIntegerFile } from '../../support/float-files.js';
import type { VectorCase } from './vectors.js';

const module = new URL('../../../src/voices/rvc/session-model.js', import.meta.url).href;

/** Sings one of the reference vectors in `folder`, in one piece. */
export async function singVector(
  vector: VectorCase,
  { folder, host }: { folder: string; host: InferenceHost },
): Promise<Float32Array> {
  const path = join(folder, vector.checkpoint);
  const { facts } = readRvcModel(readFileSync(path), vector.checkpoint);
  const whole = { lengths: [statSync(path).size], shares: [1] };
  const open = (part: 'front' | 'decoder') =>
    host.open({ path, build: { module, settings: { part, speaker: vector.speaker, ...whole } } });
  const file = (name: string) => join(folder, vector.dir, `${name}.bin`);
  const floats = (name: string) => readFloatFile(file(name));
  const { frames } = vector;
  const front = await open('front');
  const { latent } = await front.run({
    features: float32Tensor(floats('feats'), [1, frames, facts.version === 'v1' ? 256 : 768]),
    noise: float32Tensor(floats('rnd'), [1, facts.latentChannels, frames]),
    ...(facts.hasPitch && {
      pitch: {
        type: 'int64',
        data: readIntegerFile(file('pitch')),
        dims: [1, frames],
      } as const,
    }),
  });
  const feeds: Tensors = { latent };
  if (facts.hasPitch) {
    const source = harmonicSource(floats('pitchf'), { noise: floats('noise'), ...facts });
    feeds.source = float32Tensor(source, [1, source.length]);
  }
  return float32Data(await (await open('decoder')).run(feeds), 'audio');
}

/** How far `a` is from `b`, in dB of the power of `b`. */
export function signalToNoiseDb(a: Float32Array, b: Float64Array): number {
  const signal = b.reduce((sum, value) => sum + value * value, 0);
  const noise = b.reduce((sum, value, i) => sum + (value - a[i]) ** 2, 0);
  return 10 * Math.log10(signal / noise);
}
