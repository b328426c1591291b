import { CheckpointProblem } from '../../inference/torch/checkpoint-problem.js';
import { TorchStorage, TorchTensor } from '../../inference/torch/torch-tensor.js';
import { Weights } from '../../inference/torch/weights.js';
import type { RvcFacts, RvcModel } from './rvc-model.js';

/** The table of speakers may have another number of rows in every voice. */
const SPEAKERS = 'emb_g.weight';

/** The voice whose weights are the mean of those of `models`, by their shares. They must be of one
 *  architecture (`differenceOf`). A single one is returned as it is.
 *  @throws CheckpointProblem that says in what they differ */
export function blendModels(models: readonly RvcModel[], shares: readonly number[]): RvcModel {
  const [first] = models;
  if (models.length === 1) return first;
  for (const other of models.slice(1)) {
    const difference = differenceOf(first, other);
    if (difference) throw new CheckpointProblem(`${difference}: they can't be blended`);
  }
  const speakers = Math.min(...models.map(({ facts }) => facts.speakers));
  const tensors = new Map(
    [...first.weights.tensors].map(([name, { dims }]): [string, TorchTensor] => {
      const wanted = name === SPEAKERS ? [speakers, dims[1]] : dims;
      return [name, meanOf(models, { name, dims: wanted, shares })];
    }),
  );
  return { ...first, facts: { ...first.facts, speakers }, weights: new Weights(tensors) };
}

/** In what two voices differ so that their weights have no mean, in words; undefined when nothing
 *  does. */
export function differenceOf(a: RvcModel, b: RvcModel): string | undefined {
  return factsDifference(a.facts, b.facts) ?? shapeDifference(a, b);
}

/** In what two voices differ as far as it is known without their weights. */
export function factsDifference(a: RvcFacts, b: RvcFacts): string | undefined {
  const differ = (what: string, ofA: unknown, ofB: unknown) =>
    `${what} differs (${String(ofA)} and ${String(ofB)})`;
  if (a.hasPitch !== b.hasPitch) {
    const [ofA, ofB] = [a, b].map(({ hasPitch }) => (hasPitch ? 'with pitch' : 'without'));
    return differ('whether they follow a melody', ofA, ofB);
  }
  if (a.version !== b.version) return differ('their version', a.version, b.version);
  if (a.sampleRate !== b.sampleRate) {
    return differ('their sample rate', a.sampleRate, b.sampleRate);
  }
  return undefined;
}

function shapeDifference(a: RvcModel, b: RvcModel): string | undefined {
  const other = b.weights.tensors;
  const isAlike = (name: string, dims: readonly number[]) =>
    name === SPEAKERS
      ? dims[1] === other.get(name)?.dims[1]
      : dims.join() === other.get(name)?.dims.join();
  const odd = [...a.weights.tensors].find(([name, { dims }]) => !isAlike(name, dims));
  return odd && `the shape of their weights differs (${odd[0]})`;
}

interface MeanOptions {
  name: string;
  dims: readonly number[];
  shares: readonly number[];
}

function meanOf(models: readonly RvcModel[], { name, dims, shares }: MeanOptions): TorchTensor {
  const length = dims.reduce((product, size) => product * size, 1);
  const mean = new Float32Array(length);
  for (const [i, { weights }] of models.entries()) {
    const { data } = weights.get(name, name === SPEAKERS ? [undefined, dims[1]] : dims);
    for (let k = 0; k < length; k++) mean[k] += shares[i] * data[k];
  }
  const storage = new TorchStorage('FloatStorage', name, length);
  storage.fill(new Uint8Array(mean.buffer));
  const strides = dims.map((_, d) =>
    dims.slice(d + 1).reduce((product, size) => product * size, 1),
  );
  return new TorchTensor(storage, 0, dims, strides);
}
