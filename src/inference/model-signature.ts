import { ModelError } from '../errors.js';

/** One input or output of a model. */
export interface ModelPort {
  readonly name: string;
  readonly type: string;
  /** Numbers are fixed; names and −1 stand for any size. */
  readonly dims: readonly (number | string)[];
}

/** What a model takes and gives. */
export interface ModelSignature {
  readonly inputs: readonly ModelPort[];
  readonly outputs: readonly ModelPort[];
}

/** Holds the model `name`, which has the signature `found`, to what its caller will feed and read.
 *  More outputs than wanted are fine, more inputs are not.
 *  @throws ModelError `model-mismatch` that names what was found and what was wanted */
export function checkSignature(name: string, found: ModelSignature, wanted: ModelSignature): void {
  const inputsFit =
    found.inputs.length === wanted.inputs.length && containsAll(found.inputs, wanted.inputs);
  if (inputsFit && containsAll(found.outputs, wanted.outputs)) return;
  throw new ModelError(
    'model-mismatch',
    `model '${name}' should map ${describeSignature(wanted)} — the file maps ${describeSignature(found)}`,
    {
      hint: 'Another model, or another version of it, lies in its place; pull or import it again.',
    },
  );
}

function containsAll(found: readonly ModelPort[], wanted: readonly ModelPort[]): boolean {
  return wanted.every((port) => found.some((candidate) => fits(candidate, port)));
}

function fits(found: ModelPort, wanted: ModelPort): boolean {
  return (
    found.name === wanted.name &&
    found.type === wanted.type &&
    found.dims.length === wanted.dims.length &&
    found.dims.every((dim, i) => isAny(dim) || isAny(wanted.dims[i]) || dim === wanted.dims[i])
  );
}

function isAny(dim: number | string): boolean {
  return fixedDim(dim) === undefined;
}

/** The size of a dimension; undefined where any size will do. */
export function fixedDim(dim: number | string): number | undefined {
  return typeof dim === 'string' || dim < 0 ? undefined : dim;
}

/** "x float32[1, *] to y float32[*]" */
export function describeSignature({ inputs, outputs }: ModelSignature): string {
  return `${inputs.map(describePort).join(', ')} to ${outputs.map(describePort).join(', ')}`;
}

function describePort({ name, type, dims }: ModelPort): string {
  return `${name} ${type}[${dims.map((dim) => (isAny(dim) ? '*' : dim)).join(', ')}]`;
}
