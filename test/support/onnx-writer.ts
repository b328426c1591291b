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

type Dims = readonly (number | string)[];

/** y = mask · x for spectra [batch, 4, dimF, frames]: one factor for each bin, 1 by default.
 *  @param frames a number, or a name for any number */
export function spectraModel({
  dimF,
  frames,
  mask = new Float32Array(dimF).fill(1),
  metadata,
}: {
  dimF: number;
  frames: number | string;
  mask?: Float32Array;
  metadata?: Record<string, string>;
}): Uint8Array {
  const dims = ['batch', 4, dimF, frames];
  const parts = {
    nodes: [node('Mul', ['input', 'mask'], ['output'])],
    tensors: [floatTensor('mask', [1, 1, dimF, 1], mask)],
  };
  return model(ioGraph(parts, dims, dims), metadata);
}

/** Spectra as they are, but twice: more frames than were asked for. */
export function doublingSpectraModel(dimF: number): Uint8Array {
  const axis = intAttribute('axis', 3);
  const nodes = [node('Concat', ['input', 'input'], ['output'], axis)];
  return model(ioGraph({ nodes }, ['batch', 4, dimF, 'frames'], ['batch', 4, dimF, 'more']));
}

/** Stems [1, gains, 2, samples]: a waveform [1, 2, samples] through a causal `filter`, times each
 *  of `gains`.
 *  @param samples a number, or a name for any number */
export function waveformModel({
  gains,
  samples,
  filter = [1],
  extraInputs = [],
}: {
  gains: readonly number[];
  samples: number | string;
  filter?: readonly number[];
  extraInputs?: readonly Uint8Array[];
}): Uint8Array {
  const kernel = [...filter].reverse();
  const parts = {
    nodes: [
      node(
        'Conv',
        ['input', 'kernel'],
        ['filtered'],
        intAttribute('group', 2),
        intsAttribute('pads', [kernel.length - 1, 0]),
      ),
      node('Unsqueeze', ['filtered', 'axis'], ['stem']),
      node('Mul', ['stem', 'gains'], ['output']),
    ],
    tensors: [
      floatTensor('kernel', [2, 1, kernel.length], [...kernel, ...kernel]),
      int64Tensor('axis', [1], [1]),
      floatTensor('gains', [1, gains.length, 1, 1], gains),
    ],
    extraInputs,
  };
  return model(ioGraph(parts, [1, 2, samples], [1, gains.length, 2, samples]));
}

/** One more input for `waveformModel`, which it has no use for. */
export function extraInput(name: string, dims: Dims): Uint8Array {
  return port(name, FLOAT, dims);
}

function ioGraph(
  {
    extraInputs = [],
    ...parts
  }: Pick<GraphParts, 'nodes' | 'tensors'> & { extraInputs?: readonly Uint8Array[] },
  from: Dims,
  to: Dims,
): Uint8Array {
  const inputs = [port('input', FLOAT, from), ...extraInputs];
  return graph({ ...parts, inputs, outputs: [port('output', FLOAT, to)] });
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
    intAttribute('count_include_pad', 1),
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
  const loopBody = attribute('body', bytes(6, body), GRAPH_ATTRIBUTE);
  return model(
    graph({
      nodes: [node('Loop', ['iterations', '', 'x'], ['y'], loopBody)],
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

function model(graphMessage: Uint8Array, metadata: Record<string, string> = {}): Uint8Array {
  const opset = message(text(1, ''), varint(2, OPSET));
  const properties = Object.entries(metadata).map(([key, value]) =>
    bytes(14, message(text(1, key), text(2, value))),
  );
  return message(varint(1, IR_VERSION), bytes(7, graphMessage), bytes(8, opset), ...properties);
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
    ...attributes.map((part) => bytes(5, part)),
  );
}

function intAttribute(name: string, value: number): Uint8Array {
  return attribute(name, varint(3, value), INT_ATTRIBUTE);
}

function intsAttribute(name: string, values: number[]): Uint8Array {
  return attribute(name, message(...values.map((value) => varint(8, value))), INTS_ATTRIBUTE);
}

function attribute(name: string, value: Uint8Array, type: number): Uint8Array {
  return message(text(1, name), value, varint(20, type));
}

function port(name: string, type: number, dims: Dims): Uint8Array {
  const shape = dims.map((dim) =>
    bytes(1, typeof dim === 'number' ? message(varint(1, dim)) : message(text(2, dim))),
  );
  const tensorType = message(varint(1, type), bytes(2, message(...shape)));
  return message(text(1, name), bytes(2, message(bytes(1, tensorType))));
}

function floatTensor(name: string, dims: number[], values: ArrayLike<number>): Uint8Array {
  return tensor(name, dims, { type: FLOAT, buffer: Float32Array.from(values).buffer });
}

function int64Tensor(name: string, dims: number[], values: readonly number[]): Uint8Array {
  return tensor(name, dims, { type: INT64, buffer: BigInt64Array.from(values, BigInt).buffer });
}

function tensor(
  name: string,
  dims: number[],
  { type, buffer }: { type: number; buffer: ArrayBuffer },
): Uint8Array {
  return message(
    ...dims.map((dim) => varint(1, dim)),
    varint(2, type),
    text(8, name),
    bytes(9, new Uint8Array(buffer)),
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
