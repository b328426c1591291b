import { CheckpointProblem } from '../../inference/torch/checkpoint-problem.js';
import { TorchStorage, TorchTensor } from '../../inference/torch/torch-tensor.js';
import { Weights } from '../../inference/torch/weights.js';
import type { RvcModel } from './rvc-model.js';

/** The table of speakers may have another number of rows in every voice. */
const SPEAKERS = 'emb_g.weight';

/** The voice whose weights are the mean of those of `models`, by their shares. They must be of one
 *  architecture: version, pitch, sample rate and sizes. A single one is returned as it is.
 *  @throws CheckpointProblem that says in what they differ */
export function blendModels(models: readonly RvcModel[], shares: readonly number[]): RvcModel {
  const [first] = models;
  if (models.length === 1) return first;
  for (const other of models.slice(1)) refuseOtherKind(first, other);
  const speakers = Math.min(...models.map(({ facts }) => facts.speakers));
  const tensors = new Map(
    [...first.weights.tensors].map(([name, { dims }]): [string, TorchTensor] => {
      const wanted = name === SPEAKERS ? [speakers, dims[1]] : dims;
      return [name, meanOf(models, { name, dims: wanted, shares })];
    }),
  );
  return { ...first, facts: { ...first.facts, speakers }, weights: new Weights(tensors) };
}

function refuseOtherKind(a: RvcModel, b: RvcModel): void {
  const differ = (what: string, ofA: unknown, ofB: unknown) =>
    new CheckpointProblem(
      `${what} differs (${String(ofA)} and ${String(ofB)}): they can't be blended`,
    );
  const { version, hasPitch, sampleRate } = a.facts;
  if (version !== b.facts.version) throw differ('their version', version, b.facts.version);
  if (hasPitch !== b.facts.hasPitch) {
    const [ofA, ofB] = [a, b].map(({ facts }) => (facts.hasPitch ? 'with pitch' : 'without'));
    throw differ('whether they follow a melody', ofA, ofB);
  }
  if (sampleRate !== b.facts.sampleRate) {
    throw differ('their sample rate', sampleRate, b.facts.sampleRate);
  }
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
