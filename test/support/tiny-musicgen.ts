import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { seededNormal } from '../../src/dsp/random.js';
import { OnnxGraph } from '../../src/inference/onnx/onnx-graph.js';

/** A model folder of MusicGen's structure with tiny networks of random weights: it makes noise, but by
 *  all the rules. One layer, two heads; the decoder has the two branches of merged exports. */

const CODEBOOKS = 4;
const VOCABULARY = 48;
const WIDTH = 8;
const HEADS = 2;
const HEAD_SIZE = WIDTH / HEADS;
const PAD = VOCABULARY;
/** As in the real models. */
const SAMPLE_RATE = 32_000;
const UPSAMPLING = [8, 5, 4, 4];
/** Samples per step of tokens: 50 steps make a second, as in the real models. */
export const TINY_FRAME_LENGTH = 640;

/** What `writeTinyMusicgen` can be asked to do otherwise. */
export interface TinyOptions {
  /** Merged into `config.json`. */
  config?: { [key: string]: unknown };
  /** Where the networks go: `onnx` (the default), or '' for beside the rest. */
  subfolder?: string;
  /** What network files are called: `_quantized` before `.onnx` for some. */
  suffix?: string;
  /** How surely it chooses its tokens; 1 by default. From about 1000 on, it draws no lots. */
  sureness?: number;
  /** A stand-in for the decoder. */
  decoder?: Uint8Array;
}

/** Writes the model to `folder`. */
export async function writeTinyMusicgen(folder: string, options: TinyOptions = {}): Promise<void> {
  const { config = {}, subfolder = 'onnx', suffix = '', sureness = 1 } = options;
  const { decoder = tinyDecoder(sureness) } = options;
  const files: Record<string, string | Uint8Array> = {
    'config.json': json({ ...CONFIG, ...config }),
    'generation_config.json': json(GENERATION_CONFIG),
    'tokenizer.json': json(tinyTokenizer()),
    'tokenizer_config.json': json({ tokenizer_class: 'T5Tokenizer', eos_token: '</s>' }),
    [join(subfolder, `text_encoder${suffix}.onnx`)]: tinyTextEncoder(),
    [join(subfolder, `decoder_model_merged${suffix}.onnx`)]: decoder,
    [join(subfolder, 'encodec_decode.onnx')]: tinyCodec(),
  };
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), content);
  }
}

const CONFIG = {
  architectures: ['MusicgenForConditionalGeneration'],
  model_type: 'musicgen',
  is_encoder_decoder: true,
  text_encoder: { model_type: 't5', d_model: WIDTH },
  audio_encoder: {
    model_type: 'encodec',
    sampling_rate: SAMPLE_RATE,
    upsampling_ratios: UPSAMPLING,
    audio_channels: 1,
  },
  decoder: {
    model_type: 'musicgen_decoder',
    audio_channels: 1,
    num_codebooks: CODEBOOKS,
    vocab_size: VOCABULARY,
    pad_token_id: PAD,
    bos_token_id: PAD,
    hidden_size: WIDTH,
    num_hidden_layers: 1,
    num_attention_heads: HEADS,
  },
};

const GENERATION_CONFIG = {
  bos_token_id: PAD,
  decoder_start_token_id: PAD,
  pad_token_id: PAD,
  do_sample: true,
  guidance_scale: 3,
  max_length: 1500,
};

function json(content: unknown): string {
  return `${JSON.stringify(content)}\n`;
}

const SPECIAL = ['<pad>', '</s>', '<unk>'];
const LETTERS = ['▁', ...'abcdefghijklmnopqrstuvwxyz0123456789-,'];

/** Unigram, as T5's, of single letters. */
function tinyTokenizer() {
  const space = { type: 'Metaspace', replacement: '▁', prepend_scheme: 'always', split: true };
  return {
    version: '1.0',
    added_tokens: SPECIAL.map((content, id) => ({ id, content, special: true })),
    normalizer: null,
    pre_tokenizer: space,
    post_processor: {
      type: 'TemplateProcessing',
      single: [{ Sequence: { id: 'A', type_id: 0 } }, { SpecialToken: { id: '</s>', type_id: 0 } }],
      pair: [],
      special_tokens: { '</s>': { id: '</s>', ids: [1], tokens: ['</s>'] } },
    },
    decoder: space,
    model: {
      type: 'Unigram',
      unk_id: 2,
      vocab: [...SPECIAL.map((piece) => [piece, 0]), ...LETTERS.map((piece) => [piece, -3])],
    },
  };
}

/** The embeddings of the letters. */
function tinyTextEncoder(): Uint8Array {
  const graph = new OnnxGraph();
  const ids = graph.input('input_ids', 'int64', ['batch', 'letters']);
  graph.input('attention_mask', 'int64', ['batch', 'letters']);
  const table = weights(graph, 1, [SPECIAL.length + LETTERS.length, WIDTH]);
  const states = graph.op('Gather', [table, ids]);
  graph.output('last_hidden_state', 'float32', ['batch', 'letters', WIDTH], states);
  return graph.toModel();
}

/** Attention to all that was, attention to the text, and a head for each codebook. */
function tinyDecoder(sureness: number): Uint8Array {
  const graph = new OnnxGraph();
  const mask = graph.input('encoder_attention_mask', 'int64', ['batch', 'letters']);
  const ids = graph.input('input_ids', 'int64', ['rows', 'steps']);
  const text = graph.input('encoder_hidden_states', 'float32', ['batch', 'letters', WIDTH]);
  const past = pastOf(graph, 'decoder', 'past_steps');
  const pastText = pastOf(graph, 'encoder', 'past_letters');
  const isCached = graph.input('use_cache_branch', 'bool', [1]);

  const embedded = addPositions(graph, embedTokens(graph, ids, PAD + 1, 2), past.key);
  const keys = {
    key: graph.op('Concat', [past.key, heads(graph, embedded, 4)], { axis: 2 }),
    value: graph.op('Concat', [past.value, heads(graph, embedded, 5)], { axis: 2 }),
  };
  const heard = graph.op('Add', [embedded, attend(graph, heads(graph, embedded, 3), keys)]);
  const textKeys = { key: textHeads(7, 'key'), value: textHeads(8, 'value') };
  const told = attend(graph, heads(graph, heard, 6), textKeys, mask);
  const states = graph.op('Add', [heard, told]);
  graph.output(
    'logits',
    'float32',
    ['rows', 'steps', VOCABULARY],
    logits(graph, states, { ids, sureness }),
  );
  for (const [name, { key, value }] of Object.entries({ decoder: keys, encoder: textKeys })) {
    graph.output(`present.0.${name}.key`, 'float32', KEY_DIMS, key);
    graph.output(`present.0.${name}.value`, 'float32', KEY_DIMS, value);
  }
  return graph.toModel();

  /** Of the text: taken from the cache once it is there, as merged exports do. */
  function textHeads(seed: number, name: 'key' | 'value'): string {
    const cached = new OnnxGraph(`cached_${name}`);
    cached.output(`cached_${name}`, 'float32', KEY_DIMS, pastText[name]);
    const fresh = new OnnxGraph(`fresh_${name}`);
    fresh.output(`fresh_${name}`, 'float32', KEY_DIMS, heads(fresh, text, seed));
    return graph.op('If', [isCached], {
      then_branch: { graph: cached.asMessage() },
      else_branch: { graph: fresh.asMessage() },
    });
  }
}

const KEY_DIMS = ['batch', HEADS, 'length', HEAD_SIZE];

function pastOf(graph: OnnxGraph, name: string, length: string) {
  const dims = ['batch_size', HEADS, length, HEAD_SIZE];
  return {
    key: graph.input(`past_key_values.0.${name}.key`, 'float32', dims),
    value: graph.input(`past_key_values.0.${name}.value`, 'float32', dims),
  };
}

/** [batch · codebooks, steps] → [batch, steps, WIDTH], the sum over codebooks. */
function embedTokens(graph: OnnxGraph, ids: string, size: number, seed: number): string {
  const steps = graph.op('Slice', [graph.op('Shape', [ids]), ...[1, 2].map((n) => list(graph, n))]);
  const shape = graph.op('Concat', [graph.integers([-1, CODEBOOKS]), steps], { axis: 0 });
  const byCodebook = graph.op('Reshape', [ids, shape]);
  return embedCodebooks(graph, byCodebook, { size, seed, offsets: [CODEBOOKS, 1], axis: 1 });
}

function embedCodebooks(
  graph: OnnxGraph,
  ids: string,
  { size, seed, offsets, axis }: { size: number; seed: number; offsets: number[]; axis: number },
): string {
  const starts = Array.from({ length: CODEBOOKS }, (_, c) => c * size);
  const rows = graph.op('Add', [ids, graph.integers(starts, offsets)]);
  const embedded = graph.op('Gather', [weights(graph, seed, [CODEBOOKS * size, WIDTH]), rows]);
  return graph.op('ReduceSum', [embedded, list(graph, axis)], { keepdims: 0 });
}

/** Sines of the place in the whole, of which `pastKey` is what was. */
function addPositions(graph: OnnxGraph, x: string, pastKey: string): string {
  const first = lengthOf(graph, pastKey, 2);
  const end = graph.op('Add', [first, lengthOf(graph, x, 1)]);
  const places = graph.op('Range', [first, end, graph.integers([1], [])]);
  const column = graph.op('Unsqueeze', [graph.op('Cast', [places], { to: 1 }), list(graph, 1)]);
  const angles = graph.op('Mul', [column, weights(graph, 9, [1, WIDTH])]);
  return graph.op('Add', [x, graph.op('Sin', [angles])]);
}

function lengthOf(graph: OnnxGraph, x: string, axis: number): string {
  const index = graph.integers([axis], []);
  return graph.op('Gather', [graph.op('Shape', [x]), index]);
}

/** [batch, length, WIDTH] → [batch, HEADS, length, HEAD_SIZE] through weights of its own. */
function heads(graph: OnnxGraph, x: string, seed: number): string {
  const mapped = graph.op('MatMul', [x, weights(graph, seed, [WIDTH, WIDTH])]);
  const split = graph.op('Reshape', [mapped, graph.integers([0, 0, HEADS, HEAD_SIZE])]);
  return graph.op('Transpose', [split], { perm: [0, 2, 1, 3] });
}

function attend(
  graph: OnnxGraph,
  query: string,
  { key, value }: { key: string; value: string },
  mask?: string,
): string {
  const turned = graph.op('Transpose', [key], { perm: [0, 1, 3, 2] });
  const scores = graph.op('MatMul', [query, turned]);
  const weighed = graph.op('Softmax', [mask ? masked(graph, scores, mask) : scores], { axis: -1 });
  const mixed = graph.op('Transpose', [graph.op('MatMul', [weighed, value])], {
    perm: [0, 2, 1, 3],
  });
  return graph.op('Reshape', [mixed, graph.integers([0, 0, WIDTH])]);
}

/** Lowers the scores of what the mask [batch, length] leaves out. */
function masked(graph: OnnxGraph, scores: string, mask: string): string {
  const kept = graph.op('Cast', [mask], { to: 1 });
  const penalty = graph.op('Mul', [graph.op('Sub', [kept, graph.scalar(1)]), graph.scalar(1e4)]);
  return graph.op('Add', [scores, graph.op('Unsqueeze', [penalty, graph.integers([1, 2])])]);
}

/** [batch, steps, WIDTH] → [batch · codebooks, steps, VOCABULARY]. */
function logits(
  graph: OnnxGraph,
  states: string,
  { ids, sureness }: { ids: string; sureness: number },
): string {
  const perCodebook = graph.op('MatMul', [
    graph.op('Unsqueeze', [states, list(graph, 1)]),
    weights(graph, 10, [CODEBOOKS, WIDTH, VOCABULARY], sureness),
  ]);
  const shape = graph.op('Concat', [graph.op('Shape', [ids]), graph.integers([VOCABULARY])], {
    axis: 0,
  });
  return graph.op('Reshape', [perCodebook, shape]);
}

/** A frame of sound for each step of tokens: the sum of what its tokens stand for. */
function tinyCodec(): Uint8Array {
  const graph = new OnnxGraph();
  const codes = graph.input('audio_codes', 'int64', ['chunks', 'batch', CODEBOOKS, 'frames']);
  const offsets = [1, 1, CODEBOOKS, 1];
  const states = embedCodebooks(graph, codes, { size: VOCABULARY, seed: 11, offsets, axis: 2 });
  const frames = graph.op('MatMul', [states, weights(graph, 12, [WIDTH, TINY_FRAME_LENGTH], 0.02)]);
  const samples = graph.op('Reshape', [frames, graph.integers([1, 1, -1])]);
  graph.output('audio_values', 'float32', [1, 1, 'samples'], samples);
  return graph.toModel();
}

function list(graph: OnnxGraph, value: number): string {
  return graph.integers([value]);
}

function weights(graph: OnnxGraph, seed: number, dims: readonly number[], scale = 1): string {
  const normal = seededNormal(seed);
  const size = dims.reduce((product, dim) => product * dim, 1);
  return graph.weights(
    Float32Array.from({ length: size }, () => scale * normal()),
    dims,
  );
}
