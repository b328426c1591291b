import { convolution, layerOf, scaled, upsampling } from '../../inference/onnx/layers.js';
import { OnnxGraph } from '../../inference/onnx/onnx-graph.js';
import { CheckpointProblem } from '../../inference/torch/checkpoint-problem.js';
import type { Weights } from '../../inference/torch/weights.js';
import { conditioned, speakerVector, type RvcModel } from './rvc-model.js';

/** Slope of negative values, everywhere but before the last convolution, which has PyTorch's default. */
const SLOPE = 0.1;
const LAST_SLOPE = 0.01;

/** The decoder of a voice as an ONNX file: from `latent` [1, C, T] and, for voices with pitch, `source`
 *  [1, T · samplesPerFrame] (`harmonicSource`) to `audio` of that length. HiFi-GAN (Kong et al.,
 *  2020) with the harmonic source of NSF (Wang et al., 2019) and a fixed speaker.
 *  @throws CheckpointProblem when the weights don't fit together */
export function buildDecoder(model: RvcModel, speaker: number): Uint8Array {
  const { weights, facts, upsampleRates } = model;
  const decoder = weights.below('dec');
  const graph = new OnnxGraph();
  const latent = graph.input('latent', 'float32', [1, facts.latentChannels, 'frames']);
  const source = facts.hasPitch ? excitation(graph, decoder.below('m_source.l_linear')) : undefined;
  let x = opening(graph, latent, { decoder, speaker: speakerVector(model, speaker) });
  // Every stage is a sum of its blocks instead of a mean; the next weights make up for it.
  let gain = 1;
  for (const [stage, rate] of upsampleRates.entries()) {
    const up = decoder.below(`ups.${stage}`);
    const active = leaky(graph, x, SLOPE);
    const weight = scaled(up.normalised(), gain);
    if (weight.dims[2] < rate || (weight.dims[2] - rate) % 2 !== 0) {
      throw new CheckpointProblem(`its decoder can't lengthen by ${rate}`);
    }
    x = upsampling(graph, active, weight, { bias: up.vector('bias'), stride: rate });
    if (source) x = graph.op('Add', [x, excite(graph, source, { model, stage })]);
    x = blockSum(graph, x, { model, stage });
    gain = 1 / model.dilations.length;
  }
  const audio = closing(graph, leaky(graph, x, LAST_SLOPE), { decoder, gain });
  graph.output('audio', 'float32', [1, 'samples'], audio);
  return graph.toModel();
}

/** [1, 1, 1, samples]: the source, as the voice mixes it. */
function excitation(graph: OnnxGraph, weights: Weights): string {
  const source = graph.input('source', 'float32', [1, 'samples']);
  const { data } = weights.get('weight', [1, 1]);
  const raised = graph.op('Unsqueeze', [source, graph.integers([1, 2])]);
  const louder = graph.op('Mul', [raised, graph.scalar(data[0])]);
  const moved = graph.op('Add', [louder, graph.scalar(weights.vector('bias', 1)[0])]);
  return graph.op('Tanh', [moved]);
}

function opening(
  graph: OnnxGraph,
  latent: string,
  { decoder, speaker }: { decoder: Weights; speaker: Float32Array },
): string {
  const { weight, bias } = layerOf(decoder.below('conv_pre'));
  const cond = layerOf(decoder.below('cond'), [weight.dims[0], undefined, 1]);
  const own = conditioned(cond.weight, cond.bias, speaker);
  const wide = graph.op('Unsqueeze', [latent, graph.integers([2])]);
  const padding = (weight.dims[2] - 1) / 2;
  return convolution(graph, wide, weight, { bias: bias.map((b, c) => b + own[c]), padding });
}

interface StageOptions {
  model: RvcModel;
  stage: number;
}

/** The source at the rate of a stage. */
function excite(graph: OnnxGraph, source: string, { model, stage }: StageOptions): string {
  const { weight, bias } = layerOf(model.weights.below(`dec.noise_convs.${stage}`));
  const stride = model.upsampleRates.slice(stage + 1).reduce((a, b) => a * b, 1);
  const padding = stride === 1 ? 0 : Math.floor(stride / 2);
  return convolution(graph, source, weight, { bias, stride, padding });
}

function blockSum(graph: OnnxGraph, x: string, { model, stage }: StageOptions): string {
  const kinds = model.dilations.length;
  const blocks = model.dilations.map((dilations, kind) => {
    const weights = model.weights.below(`dec.resblocks.${stage * kinds + kind}`);
    return residualBlock(graph, x, { weights, dilations });
  });
  return blocks.reduce((sum, block) => graph.op('Add', [sum, block]));
}

function residualBlock(
  graph: OnnxGraph,
  input: string,
  { weights, dilations }: { weights: Weights; dilations: readonly number[] },
): string {
  let x = input;
  for (const [i, dilation] of dilations.entries()) {
    const inner = activated(graph, x, { weights: weights.below(`convs1.${i}`), dilation });
    const outer = activated(graph, inner, { weights: weights.below(`convs2.${i}`), dilation: 1 });
    x = graph.op('Add', [x, outer]);
  }
  return x;
}

/** A convolution that keeps the length, of what is first bent at zero. */
function activated(
  graph: OnnxGraph,
  x: string,
  { weights, dilation }: { weights: Weights; dilation: number },
): string {
  const weight = weights.normalised();
  const padding = ((weight.dims[2] - 1) * dilation) / 2;
  const bias = weights.vector('bias', weight.dims[0]);
  return convolution(graph, leaky(graph, x, SLOPE), weight, { bias, dilation, padding });
}

function closing(
  graph: OnnxGraph,
  x: string,
  { decoder, gain }: { decoder: Weights; gain: number },
): string {
  const weights = decoder.below('conv_post');
  const weight = scaled(weights.normalised(), gain);
  const bias = weights.has('bias') ? weights.vector('bias', 1) : undefined;
  const padding = (weight.dims[2] - 1) / 2;
  const audio = graph.op('Tanh', [convolution(graph, x, weight, { bias, padding })]);
  return graph.op('Squeeze', [audio, graph.integers([1, 2])]);
}

function leaky(graph: OnnxGraph, x: string, slope: number): string {
  return graph.op('LeakyRelu', [x], { alpha: { float: slope } });
}
