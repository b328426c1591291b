import { OnnxGraph } from '../../../src/inference/onnx/onnx-graph.js';

const NAMES = {
  rvc: { features: 'phone', length: 'phone_lengths', speaker: 'ds' },
  client: { features: 'feats', length: 'p_len', speaker: 'sid' },
};

interface ExportOptions {
  exporter: keyof typeof NAMES;
  width?: number;
  /** Of the transposed convolutions: their product is the number of samples per frame. */
  strides?: readonly number[];
  hasPitch?: boolean;
  /** How loud what it draws at random is. */
  noise?: number;
  /** Name → shape of inputs that no exporter knows. */
  extraInputs?: Readonly<Record<string, readonly number[]>>;
}

/** A small stand-in for a voice that was exported as ONNX, with the inputs of either exporter. It
 *  gives pitchf / 1000 (nothing where it has none) + speaker / 10, held for the length of a frame,
 *  and noise. */
export function exportedVoice({
  exporter,
  width = 768,
  strides = [16, 20],
  hasPitch = true,
  noise = 0,
  extraInputs = {},
}: ExportOptions): Uint8Array {
  const names = NAMES[exporter];
  const graph = new OnnxGraph();
  const features = graph.input(names.features, 'float32', [1, 'frames', width]);
  graph.input(names.length, 'int64', [1]);
  if (hasPitch) graph.input('pitch', 'int64', [1, 'frames']);
  const level = hasPitch
    ? graph.input('pitchf', 'float32', [1, 'frames'])
    : silence(graph, features);
  const speaker = graph.input(names.speaker, 'int64', [1]);
  if (exporter === 'rvc') graph.input('rnd', 'float32', [1, 192, 'frames']);
  for (const [name, dims] of Object.entries(extraInputs)) graph.input(name, 'float32', dims);
  const quiet = graph.op('Mul', [level, graph.scalar(0.001)]);
  const who = graph.op('Mul', [graph.op('Cast', [speaker], { to: 1 }), graph.scalar(0.1)]);
  let x = graph.op('Unsqueeze', [graph.op('Add', [quiet, who]), graph.integers([1])]);
  for (const stride of strides) {
    const kernel = graph.weights(new Float32Array(stride).fill(1), [1, 1, stride]);
    x = graph.op('ConvTranspose', [x, kernel], { strides: [stride] });
  }
  const random = graph.op('RandomNormalLike', [x]);
  const hiss = graph.op('Mul', [random, graph.scalar(noise)]);
  graph.output('audio', 'float32', [1, 1, 'samples'], graph.op('Add', [x, hiss]));
  return graph.toModel();
}

/** [1, frames] of nothing. */
function silence(graph: OnnxGraph, features: string): string {
  const sum = graph.op('ReduceSum', [features, graph.integers([2])], { keepdims: 0 });
  return graph.op('Mul', [sum, graph.scalar(0)]);
}
