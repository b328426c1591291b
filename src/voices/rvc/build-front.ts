import {
  convolution,
  fromConvolution,
  joinHeads,
  layerNorm,
  layerOf,
  linear,
  scaled,
  splitHeads,
  toConvolution,
} from '../../inference/onnx/layers.js';
import { OnnxGraph } from '../../inference/onnx/onnx-graph.js';
import { CheckpointProblem } from '../../inference/torch/checkpoint-problem.js';
import type { Weight, Weights } from '../../inference/torch/weights.js';
import { conditioned, speakerVector, type RvcModel } from './rvc-model.js';

/** How much of the latent noise is used, as RVC has it. */
const NOISE_SCALE = 0.66666;
const PITCH_BINS = 256;

/** The front of a voice as an ONNX file: from `features` [1, T, 256 or 768], `pitch` int64 [1, T] (mel
 *  bins; only for voices with pitch) and `noise` [1, C, T] to `latent` [1, C, T]. Text encoder and
 *  reversed flow of VITS (Kim et al., 2021), with a fixed speaker.
 *  @throws CheckpointProblem when the weights don't fit together */
export function buildFront(model: RvcModel, speaker: number): Uint8Array {
  const { weights, facts } = model;
  const { latentChannels } = facts;
  const graph = new OnnxGraph();
  const noise = graph.input('noise', 'float32', [1, latentChannels, 'frames']);
  const encoded = encode(graph, model);
  const z = sample(graph, encoded, { weights: weights.below('enc_p'), noise });
  const latent = reverseFlow(graph, graph.op('Unsqueeze', [z, graph.integers([2])]), {
    weights: weights.below('flow'),
    channels: latentChannels,
    speaker: speakerVector(model, speaker),
  });
  const flat = graph.op('Squeeze', [latent, graph.integers([2])]);
  graph.output('latent', 'float32', [1, latentChannels, 'frames'], flat);
  return graph.toModel();
}

/** [1, T, hidden] */
function encode(graph: OnnxGraph, { weights, facts }: RvcModel): string {
  const encoder = weights.below('enc_p');
  const phone = layerOf(encoder.below('emb_phone'));
  const [hidden, width] = phone.weight.dims;
  const scale = Math.sqrt(hidden);
  const features = graph.input('features', 'float32', [1, 'frames', width]);
  const bias = phone.bias.map((value) => value * scale);
  let x = linear(graph, features, scaled(phone.weight, scale), bias);
  if (facts.hasPitch) {
    const pitch = graph.input('pitch', 'int64', [1, 'frames']);
    const { data, dims } = scaled(encoder.get('emb_pitch.weight', [PITCH_BINS, hidden]), scale);
    x = graph.op('Add', [x, graph.op('Gather', [graph.weights(data, dims), pitch])]);
  }
  x = graph.op('LeakyRelu', [x], { alpha: { float: 0.1 } });
  return transformer(graph, x, encoder.below('encoder'));
}

function transformer(graph: OnnxGraph, input: string, weights: Weights): string {
  const layers = weights.count('attn_layers');
  if (layers === 0) throw new CheckpointProblem('its text encoder has no layers');
  const first = weights.get('attn_layers.0.emb_rel_k', [1, undefined, undefined]);
  const places = relativePlaces(graph, input, first.dims[1]);
  let x = input;
  for (let i = 0; i < layers; i++) {
    const attended = attend(graph, x, { weights: weights.below(`attn_layers.${i}`), places });
    x = normalise(graph, graph.op('Add', [x, attended]), weights.below(`norm_layers_1.${i}`));
    const fed = feedForward(graph, x, weights.below(`ffn_layers.${i}`));
    x = normalise(graph, graph.op('Add', [x, fed]), weights.below(`norm_layers_2.${i}`));
  }
  return x;
}

function normalise(graph: OnnxGraph, x: string, weights: Weights): string {
  return layerNorm(graph, x, { gamma: weights.vector('gamma'), beta: weights.vector('beta') });
}

/** For each frame the frames at the distances −window … window of it. */
interface RelativePlaces {
  /** [T, 2·window + 1], clipped to 0 … T−1. */
  indices: string;
  /** 1 where the place exists, else 0; same shape. */
  mask: string;
}

function relativePlaces(graph: OnnxGraph, x: string, count: number): RelativePlaces {
  const shape = graph.op('Shape', [x], { start: 1, end: 2 });
  const length = graph.op('Squeeze', [shape]);
  const [zero, one] = [graph.integers([0], []), graph.integers([1], [])];
  const frames = graph.op('Range', [zero, length, one]);
  const column = graph.op('Unsqueeze', [frames, graph.integers([1])]);
  const window = (count - 1) / 2;
  const offsets = graph.integers(Array.from({ length: count }, (_, i) => i - window));
  const places = graph.op('Add', [column, offsets]);
  const last = graph.op('Sub', [length, one]);
  const indices = graph.op('Min', [graph.op('Max', [places, zero]), last]);
  const isThere = graph.op('Equal', [places, indices]);
  return { indices, mask: graph.op('Cast', [isThere], { to: 1 }) };
}

/** Self-attention with relative positions (Shaw et al., 2018). */
function attend(
  graph: OnnxGraph,
  x: string,
  { weights, places }: { weights: Weights; places: RelativePlaces },
): string {
  const keys = weights.get('emb_rel_k', [1, undefined, undefined]);
  const values = weights.get('emb_rel_v', keys.dims);
  const [, count, size] = keys.dims;
  const output = pointwise(weights.below('conv_o'));
  const width = output.weight.dims[1];
  const [q, k, v] = ['conv_q', 'conv_k', 'conv_v'].map((name) => {
    const layer = pointwise(weights.below(name));
    const scale = name === 'conv_q' ? 1 / Math.sqrt(size) : 1;
    const bias = layer.bias.map((value) => value * scale);
    const projected = linear(graph, x, scaled(layer.weight, scale), bias);
    return splitHeads(graph, projected, { heads: width / size, size });
  });
  const direct = graph.op('MatMul', [q, graph.op('Transpose', [k], { perm: [0, 1, 3, 2] })]);
  const relative = linear(graph, q, { data: keys.data, dims: [count, size] });
  const masked = graph.op('Mul', [relative, places.mask]);
  const indices = graph.op('Expand', [places.indices, graph.op('Shape', [relative])]);
  const scores = graph.op('ScatterElements', [direct, indices, masked], {
    axis: 3,
    reduction: 'add',
  });
  const shares = graph.op('Softmax', [scores], { axis: 3 });
  const near = graph.op('GatherElements', [shares, indices], { axis: 3 });
  const mixed = graph.op('Add', [
    graph.op('MatMul', [shares, v]),
    graph.op('MatMul', [
      graph.op('Mul', [near, places.mask]),
      graph.weights(values.data, [count, size]),
    ]),
  ]);
  return linear(graph, joinHeads(graph, mixed, width), output.weight, output.bias);
}

/** A Conv1d of kernel 1, as a Linear. */
function pointwise(weights: Weights): { weight: Weight; bias: Float32Array } {
  const { weight, bias } = layerOf(weights, [undefined, undefined, 1]);
  return { weight: { data: weight.data, dims: weight.dims.slice(0, 2) }, bias };
}

function feedForward(graph: OnnxGraph, x: string, weights: Weights): string {
  const [first, second] = ['conv_1', 'conv_2'].map((name) => layerOf(weights.below(name)));
  const wide = convolution(graph, toConvolution(graph, x), first.weight, samePadded(first));
  const active = graph.op('Relu', [wide]);
  return fromConvolution(graph, convolution(graph, active, second.weight, samePadded(second)));
}

function samePadded({ weight, bias }: { weight: Weight; bias: Float32Array }) {
  return { bias, padding: (weight.dims[2] - 1) / 2 };
}

/** A latent signal drawn from what the encoder says: mean + deviation · noise, [1, C, T]. */
function sample(
  graph: OnnxGraph,
  encoded: string,
  { weights, noise }: { weights: Weights; noise: string },
): string {
  const { weight, bias } = pointwise(weights.below('proj'));
  const stats = graph.op('Transpose', [linear(graph, encoded, weight, bias)], { perm: [0, 2, 1] });
  const [mean, logs] = graph.ops('Split', [stats], {
    count: 2,
    attributes: { axis: 1, num_outputs: 2 },
  });
  const deviation = graph.op('Mul', [graph.op('Exp', [logs]), graph.scalar(NOISE_SCALE)]);
  return graph.op('Add', [mean, graph.op('Mul', [deviation, noise])]);
}

interface FlowOptions {
  weights: Weights;
  channels: number;
  speaker: Float32Array;
}

/** Between couplings all channels are turned around. Instead, every other coupling is built with
 *  turned weights: it reads the upper half of the channels and changes the lower. */
function reverseFlow(graph: OnnxGraph, z: string, { weights, channels, speaker }: FlowOptions) {
  const half = channels / 2;
  const couplings = weights.count('flows') + 1;
  if (couplings % 4 !== 0) throw new CheckpointProblem('its flow has an odd number of couplings');
  let [low, high] = graph.ops('Split', [z], {
    count: 2,
    attributes: { axis: 1, num_outputs: 2 },
  });
  for (let flow = couplings - 2, isTurned = true; flow >= 0; flow -= 2, isTurned = !isTurned) {
    const coupling = { weights: weights.below(`flows.${flow}`), half, speaker, isTurned };
    if (isTurned) low = graph.op('Sub', [low, couplingShift(graph, high, coupling)]);
    else high = graph.op('Sub', [high, couplingShift(graph, low, coupling)]);
  }
  return graph.op('Concat', [low, high], { axis: 1 });
}

interface CouplingOptions {
  weights: Weights;
  half: number;
  speaker: Float32Array;
  isTurned: boolean;
}

/** What a coupling adds to one half of the channels, from the other: WaveNet between two 1×1
 *  convolutions. */
function couplingShift(
  graph: OnnxGraph,
  x: string,
  { weights, half, speaker, isTurned }: CouplingOptions,
): string {
  const pre = layerOf(weights.below('pre'), [undefined, half, 1]);
  const post = layerOf(weights.below('post'), [half, undefined, 1]);
  const opened = convolution(graph, x, isTurned ? turnedInputs(pre.weight) : pre.weight, pre);
  const hidden = waveNet(graph, opened, weights.below('enc'), speaker);
  if (!isTurned) return convolution(graph, hidden, post.weight, post);
  return convolution(graph, hidden, turnedOutputs(post.weight), { bias: post.bias.reverse() });
}

function waveNet(graph: OnnxGraph, input: string, weights: Weights, speaker: Float32Array) {
  const layers = weights.count('in_layers');
  const cond = weights.below('cond_layer');
  const conditions = conditioned(cond.normalised(), cond.vector('bias'), speaker);
  let x = input;
  let sum: string | undefined;
  for (let i = 0; i < layers; i++) {
    const inner = weights.below(`in_layers.${i}`);
    const weight = inner.normalised();
    const [both, hidden, kernel] = weight.dims;
    const own = conditions.subarray(i * both, (i + 1) * both);
    const bias = inner.vector('bias', both).map((value, c) => value + own[c]);
    const [a, b] = graph.ops(
      'Split',
      [convolution(graph, x, weight, { bias, padding: (kernel - 1) / 2 })],
      { count: 2, attributes: { axis: 1, num_outputs: 2 } },
    );
    const gated = graph.op('Mul', [graph.op('Tanh', [a]), graph.op('Sigmoid', [b])]);
    const outer = weights.below(`res_skip_layers.${i}`);
    const out = convolution(graph, gated, outer.normalised(), { bias: outer.vector('bias') });
    if (i === layers - 1) return sum ? graph.op('Add', [sum, out]) : out;
    const [residual, skip] = graph.ops('Split', [out, graph.integers([hidden, hidden])], {
      count: 2,
      attributes: { axis: 1 },
    });
    x = graph.op('Add', [x, residual]);
    sum = sum ? graph.op('Add', [sum, skip]) : skip;
  }
  throw new CheckpointProblem('its flow has no layers');
}

/** [out, in, 1] with the inputs in reverse order. */
function turnedInputs({ data, dims }: Weight): Weight {
  const [outputs, inputs] = dims;
  const turned = new Float32Array(data.length);
  for (let o = 0; o < outputs; o++) {
    turned.set(data.slice(o * inputs, (o + 1) * inputs).reverse(), o * inputs);
  }
  return { data: turned, dims };
}

/** [out, in, 1] with the outputs in reverse order. */
function turnedOutputs({ data, dims }: Weight): Weight {
  const [outputs, inputs] = dims;
  const turned = new Float32Array(data.length);
  for (let o = 0; o < outputs; o++) {
    turned.set(data.subarray(o * inputs, (o + 1) * inputs), (outputs - 1 - o) * inputs);
  }
  return { data: turned, dims };
}
