import type { Weight, Weights } from '../torch/weights.js';
import type { OnnxGraph } from './onnx-graph.js';

/** Layers of PyTorch as nodes of a graph. Signals of convolutions are [1, channels, 1, length]: ONNX
 *  Runtime has faster kernels for two dimensions than for one. */

interface ConvolutionOptions {
  bias?: Float32Array;
  dilation?: number;
  stride?: number;
  groups?: number;
  /** Zeros at either end; none by default. */
  padding?: number;
}

/** Conv1d. @param weight [out, in / groups, kernel] */
export function convolution(
  graph: OnnxGraph,
  x: string,
  { data, dims: [outputs, inputs, kernel] }: Weight,
  options: ConvolutionOptions = {},
): string {
  const { bias, dilation = 1, stride = 1, groups = 1, padding = 0 } = options;
  return graph.op(
    'Conv',
    [
      x,
      graph.weights(data, [outputs, inputs, 1, kernel]),
      ...(bias ? [graph.weights(bias, [outputs])] : []),
    ],
    {
      kernel_shape: [1, kernel],
      dilations: [1, dilation],
      strides: [1, stride],
      pads: [0, padding, 0, padding],
      group: groups,
    },
  );
}

/** ConvTranspose1d whose output is `stride` times as long as its input.
 *  @param weight [in, out, kernel] */
export function upsampling(
  graph: OnnxGraph,
  x: string,
  { data, dims: [inputs, outputs, kernel] }: Weight,
  { bias, stride }: { bias: Float32Array; stride: number },
): string {
  const padding = Math.floor((kernel - stride) / 2);
  return graph.op(
    'ConvTranspose',
    [x, graph.weights(data, [inputs, outputs, 1, kernel]), graph.weights(bias, [outputs])],
    { kernel_shape: [1, kernel], strides: [1, stride], pads: [0, padding, 0, padding] },
  );
}

/** Linear, along the last axis. @param weight [out, in] */
export function linear(
  graph: OnnxGraph,
  x: string,
  { data, dims: [outputs, inputs] }: Weight,
  bias?: Float32Array,
): string {
  const product = graph.op('MatMul', [
    x,
    graph.weights(transposed(data, outputs, inputs), [inputs, outputs]),
  ]);
  return bias ? graph.op('Add', [product, graph.weights(bias, [outputs])]) : product;
}

/** LayerNorm along the last axis. */
export function layerNorm(
  graph: OnnxGraph,
  x: string,
  { gamma, beta }: { gamma: Float32Array; beta: Float32Array },
): string {
  const inputs = [x, graph.weights(gamma, [gamma.length]), graph.weights(beta, [beta.length])];
  return graph.op('LayerNormalization', inputs, { axis: -1, epsilon: { float: 1e-5 } });
}

/** [1, length, channels] → [1, channels, 1, length]. */
export function toConvolution(graph: OnnxGraph, x: string): string {
  const channelsFirst = graph.op('Transpose', [x], { perm: [0, 2, 1] });
  return graph.op('Unsqueeze', [channelsFirst, graph.integers([2])]);
}

/** [1, channels, 1, length] → [1, length, channels]. */
export function fromConvolution(graph: OnnxGraph, x: string): string {
  const flat = graph.op('Squeeze', [x, graph.integers([2])]);
  return graph.op('Transpose', [flat], { perm: [0, 2, 1] });
}

/** The heads of [1, length, heads · size]: [1, heads, length, size]. */
export function splitHeads(
  graph: OnnxGraph,
  x: string,
  { heads, size }: { heads: number; size: number },
): string {
  const split = graph.op('Reshape', [x, graph.integers([1, -1, heads, size])]);
  return graph.op('Transpose', [split], { perm: [0, 2, 1, 3] });
}

/** What `splitHeads` undid. */
export function joinHeads(graph: OnnxGraph, x: string, width: number): string {
  const rows = graph.op('Transpose', [x], { perm: [0, 2, 1, 3] });
  return graph.op('Reshape', [rows, graph.integers([1, -1, width])]);
}

/** Weight and bias of a Linear or Conv1d. */
export function layerOf(weights: Weights, dims?: readonly (number | undefined)[]) {
  const weight = weights.get('weight', dims);
  return { weight, bias: weights.vector('bias', weight.dims[0]) };
}

/** `weight` with all values multiplied. */
export function scaled({ data, dims }: Weight, factor: number): Weight {
  return { data: data.map((value) => value * factor), dims };
}

/** [rows, columns] → [columns, rows]. */
function transposed(data: Float32Array, rows: number, columns: number): Float32Array {
  const result = new Float32Array(data.length);
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < columns; c++) result[c * rows + r] = data[r * columns + c];
  }
  return result;
}
