import { CheckpointProblem } from './checkpoint-problem.js';
import { TorchTensor } from './torch-tensor.js';

/** Numbers with a shape, row-major. */
export interface Weight {
  readonly data: Float32Array;
  readonly dims: readonly number[];
}

/** The two tensors of a normalised weight, under PyTorch's old and new names. */
const NORM_NAMES = [
  ['weight_g', 'weight_v'],
  ['parametrizations.weight.original0', 'parametrizations.weight.original1'],
] as const;

/** The tensors of a module, by their names below `prefix`. */
export class Weights {
  constructor(
    readonly tensors: ReadonlyMap<string, TorchTensor>,
    readonly prefix = '',
  ) {}

  /** Those of a submodule. */
  below(name: string): Weights {
    return new Weights(this.tensors, `${this.prefix}${name}.`);
  }

  has(name: string): boolean {
    return this.tensors.has(this.prefix + name);
  }

  /** The shape of a tensor; undefined where there is none. */
  dims(name: string): readonly number[] | undefined {
    return this.tensors.get(this.prefix + name)?.dims;
  }

  /** How many submodules `name`.0, `name`.1, … there are. */
  count(name: string): number {
    const start = `${this.prefix}${name}.`;
    const indices = [...this.tensors.keys()]
      .filter((key) => key.startsWith(start))
      .map((key) => Number.parseInt(key.slice(start.length), 10));
    return Math.max(-1, ...indices.filter(Number.isInteger)) + 1;
  }

  /** @param dims that it must have; undefined for any size
   *  @throws CheckpointProblem when there is none of that name and shape */
  get(name: string, dims?: readonly (number | undefined)[]): Weight {
    const tensor = this.tensors.get(this.prefix + name);
    if (!tensor) throw new CheckpointProblem(`it lacks the weights '${this.prefix}${name}'`);
    const fits = !dims || matches(tensor.dims, dims);
    if (fits) return { data: tensor.toFloat32(), dims: tensor.dims };
    const [found, expected] = [tensor.dims, dims].map((list) =>
      list.map((size) => size ?? 'any').join(', '),
    );
    throw new CheckpointProblem(
      `the weights '${this.prefix}${name}' are [${found}], not [${expected}]`,
    );
  }

  vector(name: string, length?: number): Float32Array {
    return this.get(name, [length]).data;
  }

  /** The weight `weight`, or that of a weight norm: g · v / ‖v‖, the norm over all but `normDim`. */
  normalised(normDim = 0): Weight {
    const names = NORM_NAMES.find(([, v]) => this.has(v));
    if (!names) return this.get('weight');
    const v = this.get(names[1]);
    const g = this.get(
      names[0],
      v.dims.map((size, d) => (d === normDim ? size : 1)),
    );
    return applyNorm(g.data, v, normDim);
  }
}

function matches(dims: readonly number[], wanted: readonly (number | undefined)[]): boolean {
  return dims.length === wanted.length && dims.every((size, d) => size === (wanted[d] ?? size));
}

function applyNorm(gains: Float32Array, { data, dims }: Weight, normDim: number): Weight {
  const inner = dims.slice(normDim + 1).reduce((product, size) => product * size, 1);
  const groupOf = (i: number) => Math.floor(i / inner) % dims[normDim];
  const squares = new Float64Array(dims[normDim]);
  for (let i = 0; i < data.length; i++) squares[groupOf(i)] += data[i] * data[i];
  const factors = squares.map((square, group) => gains[group] / Math.sqrt(square));
  return { data: data.map((value, i) => value * factors[groupOf(i)]), dims };
}

/** The tensors among the entries of a dictionary, by name: a `state_dict`.
 *  @throws CheckpointProblem when it is none */
export function tensorsOf(dictionary: unknown): Map<string, TorchTensor> {
  if (!(dictionary instanceof Map)) throw new CheckpointProblem('its weights are missing');
  const entries = [...dictionary].filter(
    (entry): entry is [string, TorchTensor] =>
      typeof entry[0] === 'string' && entry[1] instanceof TorchTensor,
  );
  return new Map(entries);
}
