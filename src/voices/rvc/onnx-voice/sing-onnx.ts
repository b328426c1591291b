import { ModelError } from '../../../errors.js';
import type { InferenceHost, InferenceSession } from '../../../inference/inference-host.js';
import { float32Tensor, type Tensor, type Tensors } from '../../../inference/tensor.js';
import { checkpoint, type RunOptions } from '../../../progress.js';
import { pitchBins } from '../melody.js';
import type { LocatedSinger } from '../rvc-body.js';
import { normals, type Score } from '../synthesis.js';
import { namingOf } from './port-names.js';

interface OnnxOptions extends RunOptions {
  host: InferenceHost;
  singer: LocatedSinger;
  speaker: number;
  seed: number;
}

/** What an exported voice makes of each of `scores`: audio at its rate. A whole graph takes all
 *  frames of a section at once, so sections must be short.
 *  @throws ModelError `inference-failed` for a speaker that the voice lacks, `voice-mismatch` when
 *  it doesn't give what its graph promised */
export async function singOnnx(
  scores: readonly Score[],
  { host, singer, speaker, seed, ...run }: OnnxOptions,
): Promise<Float32Array[]> {
  const module = new URL('./session-model.js', import.meta.url).href;
  const session = await host.open({ ...singer.model, build: { module, settings: { seed } } }, run);
  const sung: Float32Array[] = [];
  for (const [i, score] of scores.entries()) {
    await checkpoint(run, i / scores.length);
    const outputs = await session.run(feedsOf(score, { session, singer, speaker }), run);
    sung.push(audioOf(outputs, score.f0Hz.length * singer.facts.samplesPerFrame));
  }
  return sung;
}

function feedsOf(
  { features, f0Hz, seed }: Score,
  {
    session: { info },
    singer: { facts },
    speaker,
  }: { session: InferenceSession; singer: LocatedSinger; speaker: number },
): Tensors {
  const naming = namingOf(info.inputs);
  if (!naming) throw mismatch('it takes other inputs than it did when it was imported');
  const frames = f0Hz.length;
  const { latentChannels } = facts;
  const all: Tensors = {
    [naming.features]: float32Tensor(features, [1, frames, features.length / frames]),
    [naming.length]: integer(frames),
    [naming.speaker]: integer(speaker),
    pitch: { type: 'int64', data: pitchBins(f0Hz), dims: [1, frames] },
    pitchf: float32Tensor(f0Hz, [1, frames]),
    rnd: float32Tensor(normals(seed, latentChannels * frames), [1, latentChannels, frames]),
  };
  return Object.fromEntries(info.inputs.map(({ name }) => [name, all[name]]));
}

function integer(value: number): Tensor {
  return { type: 'int64', data: BigInt64Array.of(BigInt(value)), dims: [1] };
}

function audioOf(outputs: Tensors, length: number): Float32Array {
  const { data } = outputs.audio ?? Object.values(outputs)[0];
  if (data instanceof Float32Array && data.length === length) return data;
  throw mismatch(`it gave ${data.length} samples of the ${length} that its graph promised`);
}

function mismatch(found: string): ModelError {
  return new ModelError('voice-mismatch', `the exported voice can't be sung with: ${found}`, {
    hint: 'Import the .pth that it was made of instead.',
  });
}
