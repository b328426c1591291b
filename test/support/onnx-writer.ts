/** Writes tiny ONNX models, so that tests of the inference host need no model files. Field numbers
 *  are those of onnx.proto3. */

const OPSET = 17;
const IR_VERSION = 8;
const FLOAT = 1;
const INT64 = 7;
const BOOL = 9;
const INT_ATTRIBUTE = 2;
const GRAPH_ATTRIBUTE = 5;
const INTS_ATTRIBUTE = 7;
const EXTERNAL = 1;

/** y = x, any length. */
export function identityModel(): Uint8Array {
  return model(
    graph({
      nodes: [node('Identity', ['x'], ['y'])],
      inputs: [port('x', FLOAT, ['n'])],
      outputs: [port('y', FLOAT, ['n'])],
    }),
  );
}

/** y = gain · x, any length. */
export function gainModel(gain: number): Uint8Array {
  return gainModelOf(floatTensor('gain', [1], [gain]));
}

/** y = gain · x, with the gain in another file. */
export function externalDataModel(location: string): Uint8Array {
  return gainModelOf(externalTensor('gain', [1], location));
}

/** y = x · 0 after `iterations` products of 192×192 matrices: as slow as asked for. */
export function slowModel(): Uint8Array {
  return loopModel([floatTensor('w', [192, 192], new Float32Array(192 * 192))], []);
}

/** `slowModel` with the matrix inside the loop, and in another file. */
export function nestedExternalDataModel(location: string): Uint8Array {
  return loopModel([], [externalTensor('w', [192, 192], location)]);
}

/** A stand-in for Canto's separator: filter = constant + gain · |spectra|, averaged over `span`
 *  frames. A span of 129 hears as far as the network does. */
export function spectralFilterModel({
  constant,
  gain = 0,
  span = 1,
}: {
  constant: [number, number, number, number];
  gain?: number;
  span?: number;
}): Uint8Array {
  const half = (span - 1) / 2;
  const pooling = [
    intsAttribute('kernel_shape', [span, 1]),
    intsAttribute('pads', [half, 0, half, 0]),
    message(text(1, 'count_include_pad'), varint(3, 1), varint(20, INT_ATTRIBUTE)),
  ];
  const dims = [1, 4, 'frames', 1024];
  return model(
    graph({
      nodes: [
        node('Abs', ['spectra'], ['magnitudes']),
        node('AveragePool', ['magnitudes'], ['averages'], ...pooling),
        node('Mul', ['averages', 'gain'], ['changes']),
        node('Add', ['changes', 'constant'], ['filter']),
      ],
      inputs: [port('spectra', FLOAT, dims)],
      outputs: [port('filter', FLOAT, dims)],
      tensors: [floatTensor('gain', [1], [gain]), floatTensor('constant', [1, 4, 1, 1], constant)],
    }),
  );
}

function loopModel(outerTensors: Uint8Array[], innerTensors: Uint8Array[]): Uint8Array {
  const size = 192;
  const body = graph({
    nodes: [node('Identity', ['goOn'], ['goesOn']), node('MatMul', ['before', 'w'], ['after'])],
    inputs: [port('i', INT64, []), port('goOn', BOOL, []), port('before', FLOAT, [size, size])],
    outputs: [port('goesOn', BOOL, []), port('after', FLOAT, [size, size])],
    tensors: innerTensors,
  });
  const attribute = message(text(1, 'body'), bytes(6, body), varint(20, GRAPH_ATTRIBUTE));
  return model(
    graph({
      nodes: [node('Loop', ['iterations', '', 'x'], ['y'], attribute)],
      inputs: [port('x', FLOAT, [size, size]), port('iterations', INT64, [])],
      outputs: [port('y', FLOAT, [size, size])],
      tensors: outerTensors,
    }),
  );
}

function gainModelOf(gain: Uint8Array): Uint8Array {
  return model(
    graph({
      nodes: [node('Mul', ['x', 'gain'], ['y'])],
      inputs: [port('x', FLOAT, ['n'])],
      outputs: [port('y', FLOAT, ['n'])],
      tensors: [gain],
    }),
  );
}

function model(graphMessage: Uint8Array): Uint8Array {
  const opset = message(text(1, ''), varint(2, OPSET));
  return message(varint(1, IR_VERSION), bytes(7, graphMessage), bytes(8, opset));
}

interface GraphParts {
  nodes: Uint8Array[];
  inputs: Uint8Array[];
  outputs: Uint8Array[];
  tensors?: Uint8Array[];
}

function graph({ nodes, inputs, outputs, tensors = [] }: GraphParts): Uint8Array {
  return message(
    ...nodes.map((part) => bytes(1, part)),
    text(2, 'graph'),
    ...tensors.map((part) => bytes(5, part)),
    ...inputs.map((part) => bytes(11, part)),
    ...outputs.map((part) => bytes(12, part)),
  );
}

function node(
  operator: string,
  inputs: string[],
  outputs: string[],
  ...attributes: Uint8Array[]
): Uint8Array {
  return message(
    ...inputs.map((name) => text(1, name)),
    ...outputs.map((name) => text(2, name)),
    text(4, operator),
    ...attributes.map((attribute) => bytes(5, attribute)),
  );
}

function intsAttribute(name: string, values: number[]): Uint8Array {
  return message(
    text(1, name),
    ...values.map((value) => varint(8, value)),
    varint(20, INTS_ATTRIBUTE),
  );
}

function port(name: string, type: number, dims: (number | string)[]): Uint8Array {
  const shape = dims.map((dim) =>
    bytes(1, typeof dim === 'number' ? message(varint(1, dim)) : message(text(2, dim))),
  );
  const tensorType = message(varint(1, type), bytes(2, message(...shape)));
  return message(text(1, name), bytes(2, message(bytes(1, tensorType))));
}

function floatTensor(name: string, dims: number[], values: ArrayLike<number>): Uint8Array {
  const raw = new Uint8Array(Float32Array.from(values).buffer);
  return message(
    ...dims.map((dim) => varint(1, dim)),
    varint(2, FLOAT),
    text(8, name),
    bytes(9, raw),
  );
}

function externalTensor(name: string, dims: number[], location: string): Uint8Array {
  const entry = message(text(1, 'location'), text(2, location));
  return message(
    ...dims.map((dim) => varint(1, dim)),
    varint(2, FLOAT),
    text(8, name),
    bytes(13, entry),
    varint(14, EXTERNAL),
  );
}

function message(...fields: Uint8Array[]): Uint8Array {
  return Buffer.concat(fields);
}

function varint(field: number, value: number): Uint8Array {
  return Uint8Array.from([...digits(field * 8), ...digits(value)]);
}

function text(field: number, value: string): Uint8Array {
  return bytes(field, Buffer.from(value));
}

function bytes(field: number, value: Uint8Array): Uint8Array {
  return Buffer.concat([
    Uint8Array.from([...digits(field * 8 + 2), ...digits(value.length)]),
    value,
  ]);
}

/** Base 128, least significant first, with the top bit on all but the last. */
function digits(value: number): number[] {
  return value < 128 ? [value] : [(value % 128) + 128, ...digits(Math.floor(value / 128))];
}
