import { linear } from '../../inference/onnx/layers.js';
import { OnnxGraph } from '../../inference/onnx/onnx-graph.js';
import { namingCheckpoint } from '../../inference/torch/checkpoint-problem.js';
import { readCheckpoint } from '../../inference/torch/read-checkpoint.js';
import { tensorsOf, Weights, type Weight } from '../../inference/torch/weights.js';

const EPSILON = 1e-5;

/** RMVPE (Wei et al., 2023) as an ONNX file: `mel` [1, bands, frames] (frames a multiple of 32) to
 *  `salience` [1, frames, 360]. Run by the session process.
 *  @throws InputError `bad-checkpoint`, `unsafe-checkpoint` */
export function buildModel(bytes: Uint8Array): Uint8Array {
  const name = 'the RMVPE model';
  const root = readCheckpoint(bytes, { name });
  const inner: unknown = root instanceof Map ? (root.get('model') ?? root) : root;
  return namingCheckpoint(name, () => build(new Weights(tensorsOf(inner))));
}

function build(weights: Weights): Uint8Array {
  const graph = new OnnxGraph();
  const mel = graph.input('mel', 'float32', [1, 'bands', 'frames']);
  const rows = graph.op('Transpose', [mel], { perm: [0, 2, 1] });
  const image = graph.op('Unsqueeze', [rows, graph.integers([1])]); // [1, 1, frames, bands]
  const seen = unet(graph, image, weights.below('unet'));
  const planes = imageConvolution(graph, seen, {
    weight: weights.get('cnn.weight'),
    bias: weights.vector('cnn.bias'),
  });
  const byFrame = graph.op('Transpose', [planes], { perm: [0, 2, 1, 3] });
  const features = graph.op('Reshape', [byFrame, graph.integers([0, 0, -1])]);
  const heard = bidirectionalGru(graph, features, weights.below('fc.0.gru'));
  const last = weights.below('fc.1');
  const logits = linear(graph, heard, last.get('weight'), last.vector('bias'));
  const salience = graph.op('Sigmoid', [logits]);
  graph.output('salience', 'float32', [1, 'frames', 360], salience);
  return graph.toModel();
}

/** Down through pooled stages, on, and up again, each stage beside its counterpart. */
function unet(graph: OnnxGraph, image: string, weights: Weights): string {
  let x = inputNorm(graph, image, weights.below('encoder.bn'));
  const skipped: string[] = [];
  for (let i = 0; i < weights.count('encoder.layers'); i++) {
    const seen = residualBlocks(graph, x, {
      weights,
      name: `encoder.layers.${i}.conv`,
    });
    skipped.push(seen);
    x = graph.op('AveragePool', [seen], { kernel_shape: [2, 2], strides: [2, 2] });
  }
  for (let i = 0; i < weights.count('intermediate.layers'); i++) {
    x = residualBlocks(graph, x, { weights, name: `intermediate.layers.${i}.conv` });
  }
  for (let i = 0; i < weights.count('decoder.layers'); i++) {
    const stage = weights.below(`decoder.layers.${i}`);
    const larger = doubled(graph, x, stage.below('conv1'));
    const both = graph.op('Concat', [larger, skipped.pop() ?? ''], { axis: 1 });
    x = residualBlocks(graph, both, { weights: stage, name: 'conv2' });
  }
  return x;
}

/** A batch norm that can't be folded: a padded convolution follows it. */
function inputNorm(graph: OnnxGraph, x: string, weights: Weights): string {
  const { gain, shift } = batchNorm(weights);
  const [g, s] = [gain, shift].map((values) => graph.weights(values, [1, values.length, 1, 1]));
  return graph.op('Add', [graph.op('Mul', [x, g]), s]);
}

function residualBlocks(
  graph: OnnxGraph,
  input: string,
  { weights, name }: { weights: Weights; name: string },
): string {
  let x = input;
  for (let i = 0; i < weights.count(name); i++) {
    x = residualBlock(graph, x, weights.below(`${name}.${i}`));
  }
  return x;
}

function residualBlock(graph: OnnxGraph, x: string, weights: Weights): string {
  const convolve = (input: string, at: number) => {
    const weight = weights.get(`conv.${at}.weight`);
    const folded = fold(weight, batchNorm(weights.below(`conv.${at + 1}`)));
    return graph.op('Relu', [imageConvolution(graph, input, folded)]);
  };
  const seen = convolve(convolve(x, 0), 3);
  if (!weights.has('shortcut.weight')) return graph.op('Add', [seen, x]);
  const shortcut = {
    weight: weights.get('shortcut.weight'),
    bias: weights.vector('shortcut.bias'),
  };
  return graph.op('Add', [seen, imageConvolution(graph, x, shortcut)]);
}

interface ImageConvolution {
  /** [out, in, k, k] */
  weight: Weight;
  bias: Float32Array;
}

/** Conv2d that keeps the size. */
function imageConvolution(graph: OnnxGraph, x: string, { weight, bias }: ImageConvolution) {
  const padding = (weight.dims[2] - 1) / 2;
  const inputs = [x, graph.weights(weight.data, weight.dims), graph.weights(bias, [bias.length])];
  return graph.op('Conv', inputs, {
    kernel_shape: weight.dims.slice(2),
    pads: [padding, padding, padding, padding],
  });
}

/** A transposed convolution that doubles both dimensions, batch norm and ReLU. */
function doubled(graph: OnnxGraph, x: string, weights: Weights): string {
  const { gain, shift } = batchNorm(weights.below('1'));
  const { data, dims } = weights.get('0.weight');
  const [, outputs] = dims;
  const area = dims[2] * dims[3];
  const folded = data.map((value, i) => value * gain[Math.floor(i / area) % outputs]);
  const inputs = [x, graph.weights(folded, dims), graph.weights(shift, [outputs])];
  const attributes = {
    kernel_shape: dims.slice(2),
    strides: [2, 2],
    pads: [1, 1, 1, 1],
    output_padding: [1, 1],
  };
  return graph.op('Relu', [graph.op('ConvTranspose', inputs, attributes)]);
}

interface BatchNorm {
  gain: Float32Array;
  shift: Float32Array;
}

function batchNorm(weights: Weights): BatchNorm {
  const [weight, bias, mean, variance] = ['weight', 'bias', 'running_mean', 'running_var'].map(
    (name) => weights.vector(name),
  );
  const gain = weight.map((value, c) => value / Math.sqrt(variance[c] + EPSILON));
  return { gain, shift: bias.map((value, c) => value - mean[c] * gain[c]) };
}

function fold({ data, dims }: Weight, { gain, shift }: BatchNorm): ImageConvolution {
  const perOutput = data.length / dims[0];
  const folded = data.map((value, i) => value * gain[Math.floor(i / perOutput)]);
  return { weight: { data: folded, dims }, bias: shift };
}

/** [1, frames, in] → [1, frames, 2 · hidden]. */
function bidirectionalGru(graph: OnnxGraph, features: string, weights: Weights): string {
  const [rows, hidden] = weights.get('weight_hh_l0').dims;
  const inputs = weights.get('weight_ih_l0').dims[1];
  const stacked = (...names: readonly string[]) =>
    concatenated(
      ['', '_reverse'].flatMap((direction) =>
        names.map((name) => swappedGates(weights.get(`${name}${direction}`).data)),
      ),
    );
  const byTime = graph.op('Transpose', [features], { perm: [1, 0, 2] });
  const tensors = [
    byTime,
    graph.weights(stacked('weight_ih_l0'), [2, rows, inputs]),
    graph.weights(stacked('weight_hh_l0'), [2, rows, hidden]),
    graph.weights(stacked('bias_ih_l0', 'bias_hh_l0'), [2, 2 * rows]),
  ];
  const heard = graph.op('GRU', tensors, {
    hidden_size: hidden,
    direction: 'bidirectional',
    linear_before_reset: 1,
  });
  // [frames, 2, 1, hidden] → [1, frames, 2 · hidden]
  const inOrder = graph.op('Transpose', [heard], { perm: [2, 0, 1, 3] });
  return graph.op('Reshape', [inOrder, graph.integers([0, 0, -1])]);
}

/** PyTorch has the gates as reset, update, new; ONNX as update, reset, new. */
function swappedGates(data: Float32Array): Float32Array {
  const third = data.length / 3;
  const [reset, update, fresh] = [0, 1, 2].map((i) => data.subarray(i * third, (i + 1) * third));
  return concatenated([update, reset, fresh]);
}

function concatenated(parts: readonly Float32Array[]): Float32Array {
  const data = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    data.set(part, at);
    at += part.length;
  }
  return data;
}
