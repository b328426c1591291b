import { fieldsOf, LENGTH_DELIMITED } from '../../../inference/protobuf-fields.js';
import type { ModelPort } from '../../../inference/model-signature.js';

/** What can be told of an ONNX file without running it. */
export interface OnnxOutline {
  /** Without those that have a value already. */
  readonly inputs: readonly ModelPort[];
  readonly outputs: readonly ModelPort[];
  /** Of each transposed convolution of the graph: by how much it lengthens its signal. */
  readonly upsampling: readonly number[];
  /** Name of weights → their shape. */
  readonly weights: ReadonlyMap<string, readonly number[]>;
}

/** Element types of onnx.proto3, as far as voices have them. */
const TYPES: Readonly<Record<number, string>> = {
  1: 'float32',
  6: 'int32',
  7: 'int64',
  10: 'float16',
  11: 'float64',
};

/** Reads inputs, outputs and shapes of the ONNX file `bytes`. Numbers of fields are those of
 *  onnx.proto3.
 *  @throws RangeError when `bytes` is no protobuf */
export function outlineOf(bytes: Uint8Array): OnnxOutline {
  const graph = messages(bytes, 7)[0] ?? new Uint8Array();
  const weights = new Map(
    messages(graph, 5).map((tensor) => [textAt(tensor, 8), integersAt(tensor, 1)]),
  );
  return {
    inputs: messages(graph, 11)
      .map(portOf)
      .filter(({ name }) => !weights.has(name)),
    outputs: messages(graph, 12).map(portOf),
    upsampling: messages(graph, 1)
      .filter((node) => textAt(node, 4) === 'ConvTranspose')
      .map(strideOf),
    weights,
  };
}

/** The messages of `bytes` in that field. */
function messages(bytes: Uint8Array, field: number): Uint8Array[] {
  return [...fieldsOf(bytes)]
    .filter((part) => part.field === field && part.wireType === LENGTH_DELIMITED)
    .map(({ payload }) => payload);
}

/** The text of that field; empty where there is none. */
export function textAt(bytes: Uint8Array, field: number): string {
  return Buffer.from(messages(bytes, field).at(-1) ?? []).toString();
}

/** Whole numbers of that field, which may be written one by one or packed. */
function integersAt(bytes: Uint8Array, field: number): number[] {
  return [...fieldsOf(bytes)]
    .filter((part) => part.field === field)
    .flatMap(({ wireType, value, payload }) =>
      wireType === LENGTH_DELIMITED ? unpacked(payload) : [value],
    );
}

/** Numbers one after the other, in base 128. */
function unpacked(payload: Uint8Array): number[] {
  const values: number[] = [];
  let value = 0;
  let scale = 1;
  for (const byte of payload) {
    value += (byte & 127) * scale;
    scale *= 128;
    if (byte >= 128) continue;
    values.push(value);
    value = 0;
    scale = 1;
  }
  return values;
}

function portOf(info: Uint8Array): ModelPort {
  const [type] = messages(info, 2).flatMap((kind) => messages(kind, 1));
  const tensor = type ?? new Uint8Array();
  const [element = 0] = integersAt(tensor, 1);
  const dims = messages(tensor, 2).flatMap((shape) => messages(shape, 1));
  return {
    name: textAt(info, 1),
    type: TYPES[element] ?? `type ${element}`,
    dims: dims.map((dim) => integersAt(dim, 1)[0] ?? textAt(dim, 2)),
  };
}

/** Along time, the last dimension. */
function strideOf(node: Uint8Array): number {
  const strides = messages(node, 5).find((attribute) => textAt(attribute, 1) === 'strides');
  return strides ? (integersAt(strides, 8).at(-1) ?? 1) : 1;
}
