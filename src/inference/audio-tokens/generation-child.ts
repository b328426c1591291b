/** The process that holds a model which writes audio as tokens: forked by `audio-generator.ts`, never
 *  imported. The library that runs it may block it, crash it, or be killed; it never gets a network. */
import {
  AutoTokenizer,
  BaseStreamer,
  env,
  LogLevel,
  MusicgenForConditionalGeneration,
  random,
  Tensor,
  type PreTrainedTokenizer,
  type TextStreamer,
} from '@huggingface/transformers';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ModelError } from '../../errors.js';
import { messageOf, openOnFirst, refuseExternalData } from '../open-session.js';
import { serveRequests } from '../serve-requests.js';
import type {
  GeneratedTokens,
  GenerateTokens,
  GenerationAnswer,
  GenerationRequest,
  LoadedGenerator,
  LoadGenerator,
} from './generation-messages.js';
import type { GeneratorConfig } from './generator-config.js';
import type { ModelFiles } from './model-files.js';
import { completeFrames, delayedRows, StreamCollector, stepsFor } from './token-streams.js';

/** Tokens that may be drawn at each step: the most probable ones, as in MusicGen's own code. */
const TOP_K = 250;
/** Progress is told whenever another such part is done. */
const PROGRESS_STEP = 0.01;

env.allowRemoteModels = false;
env.fetch = () => Promise.reject(new Error('models are loaded from this machine only'));
env.useFSCache = false;
env.useBrowserCache = false;
env.useWasmCache = false;
env.logLevel = LogLevel.NONE;

interface Generator {
  readonly config: GeneratorConfig;
  readonly tokenizer: PreTrainedTokenizer;
  readonly model: MusicgenForConditionalGeneration;
}

let generator: Generator | undefined;

serveRequests<GenerationRequest, GenerationAnswer>((request, onProgress) =>
  request.kind === 'load' ? load(request) : generate(request, onProgress),
);

async function load(request: LoadGenerator): Promise<LoadedGenerator> {
  const { folder, files, config } = request;
  await refuseOtherFiles(folder, files);
  const { opened, ...found } = await openOnFirst(request, folder, (options) =>
    openModel(folder, files, options),
  );
  generator = { config, ...opened };
  return { kind: 'loaded', ...found };
}

/** One file at a time: together they may be larger than the memory that is left. */
async function refuseOtherFiles(folder: string, { networks }: ModelFiles): Promise<void> {
  for (const path of networks) refuseExternalData(await readFile(join(folder, path)), path);
}

type SessionOptions = Parameters<Parameters<typeof openOnFirst>[2]>[0];

async function openModel(folder: string, files: ModelFiles, options: SessionOptions) {
  const tokenizer = await AutoTokenizer.from_pretrained(folder, { local_files_only: true });
  const model = await MusicgenForConditionalGeneration.from_pretrained(folder, {
    local_files_only: true,
    subfolder: files.subfolder,
    dtype: files.types,
    // The session options say what it runs on.
    device: 'cpu',
    use_external_data_format: false,
    session_options: options,
  });
  return { tokenizer, model: model as MusicgenForConditionalGeneration };
}

async function generate(
  request: GenerateTokens,
  onProgress: (fraction: number) => void,
): Promise<GeneratedTokens> {
  if (!generator) throw new Error('sound was asked for before a model was loaded');
  const { config, tokenizer, model } = generator;
  const { before, prompt } = request;
  const steps = stepsFor(before, request.frames);
  const collector = new StreamCollector(before);
  seedDraws(request.seed);
  try {
    const sound = (await model.generate({
      ...(tokenizer(prompt) as object),
      decoder_input_ids: rowsTensor(delayedRows(before, config.padToken)),
      max_new_tokens: steps,
      do_sample: true,
      top_k: TOP_K,
      guidance_scale: request.guidance,
      // Its types ask for a streamer of text; it calls nothing but these two functions.
      streamer: new StepStreamer(collector, steps, onProgress) as unknown as TextStreamer,
    })) as Tensor;
    const samples = Float32Array.from(sound.data as Float32Array);
    const { streams } = collector;
    requireSound(samples, completeFrames(streams) * config.frameLength);
    return { kind: 'generated', streams, samples };
  } catch (cause) {
    if (cause instanceof ModelError) throw cause;
    throw new ModelError('inference-failed', `the model can't go on: ${messageOf(cause)}`, {
      hint: '`canto models verify` tells whether its files are whole.',
      cause,
    });
  }
}

/** The library draws tokens from one stream of its own, which its types say nothing of. */
function seedDraws(seed: number): void {
  (random as { seed: (seed: number) => void }).seed(seed);
}

function rowsTensor(rows: readonly number[][]): Tensor {
  const data = BigInt64Array.from(rows.flat(), BigInt);
  return new Tensor('int64', data, [rows.length, rows[0].length]);
}

function requireSound(samples: Float32Array, length: number): void {
  if (samples.length === length && samples.every(Number.isFinite)) return;
  throw new ModelError(
    'model-unfit',
    `the model should have given ${length} samples of sound — it gave ${samples.length}, or no numbers`,
    { hint: 'Its config.json may belong to another model; get all of its files again.' },
  );
}

/** Hears of every step of the generation, the first time of what it begins with. */
class StepStreamer extends BaseStreamer {
  #done = -1;
  #told = 0;

  constructor(
    readonly collector: StreamCollector,
    readonly steps: number,
    readonly onProgress: (fraction: number) => void,
  ) {
    super();
  }

  override put(columns: bigint[][]): void {
    this.#done++;
    if (this.#done === 0) return;
    this.collector.add(columns.map(([token]) => Number(token)));
    const fraction = this.#done / this.steps;
    if (fraction < this.#told + PROGRESS_STEP) return;
    this.#told = fraction;
    this.onProgress(fraction);
  }

  override end(): void {
    // The last step was told.
  }
}
