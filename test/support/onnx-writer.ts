import { OnnxGraph } from '../../src/inference/onnx/onnx-graph.js';
import {
  bytesField,
  integerField,
  message,
  textField,
  type Parts,
} from '../../src/inference/onnx/protobuf.js';

/** Tiny ONNX models, so that tests of the inference host need no model files. */

const FLOAT = 1;
const EXTERNAL = 1;
const SIZE = 192;

/** y = x, any length. */
export function identityModel(): Uint8Array {
  const graph = new OnnxGraph();
  graph.output('y', 'float32', ['n'], graph.input('x', 'float32', ['n']));
  return graph.toModel();
}

/** y = gain · x, any length. */
export function gainModel(gain: number): Uint8Array {
  const graph = new OnnxGraph();
  return gainModelOf(graph, graph.weights(Float32Array.of(gain), [1]));
}

/** y = gain · x, with the gain in another file. */
export function externalDataModel(location: string): Uint8Array {
  const graph = new OnnxGraph();
  graph.rawTensor(externalTensor('gain', [1], location));
  return gainModelOf(graph, 'gain');
}

/** y = x · 0 after `iterations` products of 192×192 matrices: as slow as asked for. */
export function slowModel(): Uint8Array {
  const graph = new OnnxGraph();
  const matrix = graph.weights(new Float32Array(SIZE * SIZE), [SIZE, SIZE]);
  return loopModel(graph, loopBody(matrix));
}

/** `slowModel` with the matrix inside the loop, and in another file. */
export function nestedExternalDataModel(location: string): Uint8Array {
  const body = loopBody('w');
  body.rawTensor(externalTensor('w', [SIZE, SIZE], location));
  return loopModel(new OnnxGraph(), body);
}

type Dims = readonly (number | string)[];

/** y = mask · x for spectra [batch, 4, dimF, frames]: one factor for each bin, 1 by default.
 *  @param frames a number, or a name for any number */
export function spectraModel({
  dimF,
  frames,
  mask = new Float32Array(dimF).fill(1),
  metadata = {},
}: {
  dimF: number;
  frames: number | string;
  mask?: Float32Array;
  metadata?: Record<string, string>;
}): Uint8Array {
  const dims = ['batch', 4, dimF, frames];
  const graph = new OnnxGraph();
  const input = graph.input('input', 'float32', dims);
  const masked = graph.op('Mul', [input, graph.weights(mask, [1, 1, dimF, 1])]);
  graph.output('output', 'float32', dims, masked);
  return Buffer.concat([graph.toModel(), ...metadataFields(metadata)]);
}

/** Spectra as they are, but twice: more frames than were asked for. */
export function doublingSpectraModel(dimF: number): Uint8Array {
  const graph = new OnnxGraph();
  const input = graph.input('input', 'float32', ['batch', 4, dimF, 'frames']);
  const doubled = graph.op('Concat', [input, input], { axis: 3 });
  graph.output('output', 'float32', ['batch', 4, dimF, 'more'], doubled);
  return graph.toModel();
}

/** Stems [1, gains, 2, samples]: a waveform [1, 2, samples] through a causal `filter`, times each
 *  of `gains`.
 *  @param samples a number, or a name for any number
 *  @param extraInputs name → shape of inputs that it has no use for */
export function waveformModel({
  gains,
  samples,
  filter = [1],
  extraInputs = {},
}: {
  gains: readonly number[];
  samples: number | string;
  filter?: readonly number[];
  extraInputs?: Readonly<Record<string, Dims>>;
}): Uint8Array {
  const graph = new OnnxGraph();
  const input = graph.input('input', 'float32', [1, 2, samples]);
  for (const [name, dims] of Object.entries(extraInputs)) graph.input(name, 'float32', dims);
  const taps = [...filter].reverse();
  const kernel = graph.weights(Float32Array.of(...taps, ...taps), [2, 1, taps.length]);
  const filtered = graph.op('Conv', [input, kernel], { group: 2, pads: [taps.length - 1, 0] });
  const stem = graph.op('Unsqueeze', [filtered, graph.integers([1])]);
  const factors = graph.weights(Float32Array.from(gains), [1, gains.length, 1, 1]);
  const stems = graph.op('Mul', [stem, factors]);
  graph.output('output', 'float32', [1, gains.length, 2, samples], stems);
  return graph.toModel();
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
  const pooling = { kernel_shape: [span, 1], pads: [half, 0, half, 0], count_include_pad: 1 };
  const dims = [1, 4, 'frames', 1024];
  const graph = new OnnxGraph();
  const magnitudes = graph.op('Abs', [graph.input('spectra', 'float32', dims)]);
  const averages = graph.op('AveragePool', [magnitudes], pooling);
  const changes = graph.op('Mul', [averages, graph.scalar(gain)]);
  const constants = graph.weights(Float32Array.from(constant), [1, 4, 1, 1]);
  graph.output('filter', 'float32', dims, graph.op('Add', [changes, constants]));
  return graph.toModel();
}

function loopBody(matrix: string): OnnxGraph {
  const body = new OnnxGraph('inner');
  body.input('i', 'int64', []);
  body.output('goesOn', 'bool', [], body.input('goOn', 'bool', []));
  const before = body.input('before', 'float32', [SIZE, SIZE]);
  body.output('after', 'float32', [SIZE, SIZE], body.op('MatMul', [before, matrix]));
  return body;
}

function loopModel(graph: OnnxGraph, body: OnnxGraph): Uint8Array {
  const x = graph.input('x', 'float32', [SIZE, SIZE]);
  const iterations = graph.input('iterations', 'int64', []);
  const y = graph.op('Loop', [iterations, '', x], { body: { graph: body.asMessage() } });
  graph.output('y', 'float32', [SIZE, SIZE], y);
  return graph.toModel();
}

function gainModelOf(graph: OnnxGraph, gain: string): Uint8Array {
  const x = graph.input('x', 'float32', ['n']);
  graph.output('y', 'float32', ['n'], graph.op('Mul', [x, gain]));
  return graph.toModel();
}

/** Fields of a model, which may stand in any order. */
function metadataFields(metadata: Record<string, string>): Parts {
  return Object.entries(metadata).flatMap(([key, value]) =>
    bytesField(14, message(textField(1, key), textField(2, value))),
  );
}

function externalTensor(name: string, dims: number[], location: string): Parts {
  const entry = message(textField(1, 'location'), textField(2, location));
  return message(
    ...dims.map((dim) => integerField(1, dim)),
    integerField(2, FLOAT),
    textField(8, name),
    bytesField(13, entry),
    integerField(14, EXTERNAL),
  );
}
