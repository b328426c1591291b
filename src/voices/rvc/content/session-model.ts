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
} from '../../../inference/onnx/layers.js';
import { OnnxGraph } from '../../../inference/onnx/onnx-graph.js';
import {
  CheckpointProblem,
  namingCheckpoint,
} from '../../../inference/torch/checkpoint-problem.js';
import { readCheckpoint } from '../../../inference/torch/read-checkpoint.js';
import { tensorsOf, Weights } from '../../../inference/torch/weights.js';

/** Where features are taken: after which layer, and whether projected to the width of v1. */
export type ContentLayer = { layer: number; isProjected: boolean };

/** HuBERT's convolutions shorten 16 kHz audio by these to 50 features per second. */
const STRIDES = [5, 2, 2, 2, 2, 2, 2];
/** Width of an attention head, in every size of the model. */
const HEAD_SIZE = 64;

/** The names of HuBERT's parts in checkpoints of fairseq, and in those of transformers. */
const FAIRSEQ = {
  convolution: (i: number) => `feature_extractor.conv_layers.${i}.0`,
  groupNorm: 'feature_extractor.conv_layers.0.2',
  featureNorm: 'layer_norm',
  projection: 'post_extract_proj',
  positions: 'encoder.pos_conv.0',
  attention: 'self_attn',
  attentionNorm: 'self_attn_layer_norm',
  wide: 'fc1',
  narrow: 'fc2',
};
const TRANSFORMERS: typeof FAIRSEQ = {
  convolution: (i) => `feature_extractor.conv_layers.${i}.conv`,
  groupNorm: 'feature_extractor.conv_layers.0.layer_norm',
  featureNorm: 'feature_projection.layer_norm',
  projection: 'feature_projection.projection',
  positions: 'encoder.pos_conv_embed.conv',
  attention: 'attention',
  attentionNorm: 'layer_norm',
  wide: 'feed_forward.intermediate_dense',
  narrow: 'feed_forward.output_dense',
};

/** ContentVec or HuBERT base (Hsu et al., 2021) as an ONNX file: `audio` [1, samples] at 16 kHz to
 *  `features` [1, F, width], 50 per second. Takes checkpoints of fairseq and of transformers; run by
 *  the session process.
 *  @throws InputError `bad-checkpoint` */
export function buildModel(bytes: Uint8Array, settings: ContentLayer): Uint8Array {
  const name = 'the content encoder';
  // Files of fairseq carry their training's settings along, as objects of its classes.
  const root = readCheckpoint(bytes, { name, allowInert: true });
  return namingCheckpoint(name, () => build(contentWeights(root), settings));
}

/** The weights of HuBERT in a checkpoint.
 *  @throws CheckpointProblem when it holds none */
export function contentWeights(root: unknown): Weights {
  const inner: unknown = root instanceof Map ? (root.get('model') ?? root) : root;
  const tensors = tensorsOf(inner);
  for (const prefix of ['', 'hubert.']) {
    const weights = new Weights(tensors, prefix);
    if (weights.count('feature_extractor.conv_layers') === STRIDES.length) return weights;
  }
  throw new CheckpointProblem('it holds no HuBERT or ContentVec');
}

function build(weights: Weights, { layer, isProjected }: ContentLayer): Uint8Array {
  const names = weights.has('post_extract_proj.weight') ? FAIRSEQ : TRANSFORMERS;
  const graph = new OnnxGraph();
  const audio = graph.input('audio', 'float32', [1, 'samples']);
  let x = extractFeatures(graph, audio, { weights, names });
  x = embedPositions(graph, x, { weights, names });
  const layers = weights.count('encoder.layers');
  if (layers < layer) throw new CheckpointProblem(`it has ${layers} layers of the ${layer} needed`);
  for (let i = 0; i < layer; i++) {
    x = transformerLayer(graph, x, { weights: weights.below(`encoder.layers.${i}`), names });
  }
  if (isProjected) x = affine(graph, x, weights.below('final_proj'));
  graph.output('features', 'float32', [1, 'frames', 'width'], x);
  return graph.toModel();
}

interface PartOptions {
  weights: Weights;
  names: typeof FAIRSEQ;
}

/** [1, F, width] */
function extractFeatures(graph: OnnxGraph, audio: string, { weights, names }: PartOptions) {
  let x = graph.op('Unsqueeze', [audio, graph.integers([1, 2])]);
  for (const [i, stride] of STRIDES.entries()) {
    x = convolution(graph, x, weights.below(names.convolution(i)).get('weight'), { stride });
    if (i === 0) x = channelNorm(graph, x, weights.below(names.groupNorm));
    x = graph.op('Gelu', [x]);
  }
  const normalised = normalise(graph, fromConvolution(graph, x), weights.below(names.featureNorm));
  return affine(graph, normalised, weights.below(names.projection));
}

/** A group norm whose groups are single channels. */
function channelNorm(graph: OnnxGraph, x: string, weights: Weights): string {
  const [gain, bias] = ['weight', 'bias'].map((name) => weights.vector(name));
  const inputs = [x, graph.weights(gain, [gain.length]), graph.weights(bias, [bias.length])];
  return graph.op('InstanceNormalization', inputs, { epsilon: { float: 1e-5 } });
}

/** Adds what a wide grouped convolution says of the place. */
function embedPositions(graph: OnnxGraph, x: string, { weights, names }: PartOptions): string {
  const part = weights.below(names.positions);
  const weight = part.normalised(2);
  const [channels, perGroup, kernel] = weight.dims;
  const padded = convolution(graph, toConvolution(graph, x), weight, {
    bias: part.vector('bias', channels),
    groups: channels / perGroup,
    padding: kernel / 2,
  });
  // An even kernel gives one frame too many.
  const ends = [graph.integers([0]), graph.integers([-1]), graph.integers([3])];
  const places = graph.op('Gelu', [graph.op('Slice', [padded, ...ends])]);
  const sum = graph.op('Add', [x, fromConvolution(graph, places)]);
  return normalise(graph, sum, weights.below('encoder.layer_norm'));
}

function transformerLayer(graph: OnnxGraph, x: string, { weights, names }: PartOptions): string {
  const attended = attend(graph, x, weights.below(names.attention));
  const sum = graph.op('Add', [x, attended]);
  const first = normalise(graph, sum, weights.below(names.attentionNorm));
  const wide = graph.op('Gelu', [affine(graph, first, weights.below(names.wide))]);
  const fed = affine(graph, wide, weights.below(names.narrow));
  return normalise(graph, graph.op('Add', [first, fed]), weights.below('final_layer_norm'));
}

function attend(graph: OnnxGraph, x: string, weights: Weights): string {
  const width = weights.get('q_proj.weight').dims[0];
  const shape = { heads: width / HEAD_SIZE, size: HEAD_SIZE };
  const [q, k, v] = ['q_proj', 'k_proj', 'v_proj'].map((name) => {
    const { weight, bias } = layerOf(weights.below(name));
    const scale = name === 'q_proj' ? HEAD_SIZE ** -0.5 : 1;
    const own = bias.map((value) => value * scale);
    return splitHeads(graph, linear(graph, x, scaled(weight, scale), own), shape);
  });
  const scores = graph.op('MatMul', [q, graph.op('Transpose', [k], { perm: [0, 1, 3, 2] })]);
  const mixed = graph.op('MatMul', [graph.op('Softmax', [scores], { axis: 3 }), v]);
  return affine(graph, joinHeads(graph, mixed, width), weights.below('out_proj'));
}

function affine(graph: OnnxGraph, x: string, weights: Weights): string {
  const { weight, bias } = layerOf(weights, [undefined, undefined]);
  return linear(graph, x, weight, bias);
}

function normalise(graph: OnnxGraph, x: string, weights: Weights): string {
  return layerNorm(graph, x, { gamma: weights.vector('weight'), beta: weights.vector('bias') });
}
