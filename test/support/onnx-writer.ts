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
