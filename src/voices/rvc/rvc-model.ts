import { CheckpointProblem, namingCheckpoint } from '../../inference/torch/checkpoint-problem.js';
import { describeValue } from '../../inference/torch/pickle-values.js';
import { readCheckpoint } from '../../inference/torch/read-checkpoint.js';
import { tensorsOf, Weights } from '../../inference/torch/weights.js';

/** What a voice of RVC is, told from its weights rather than its labels. */
export type RvcFacts = {
  /** Of the features it takes: 256 wide (layer 9, projected) or 768 (layer 12). */
  version: 'v1' | 'v2';
  sampleRate: number;
  /** Whether it sings a pitch that it is given. */
  hasPitch: boolean;
  speakers: number;
  /** Of the latent signal between front and decoder. */
  latentChannels: number;
  /** Audio samples per frame of 10 ms. */
  samplesPerFrame: number;
};

/** A voice that can be built. */
export interface RvcModel {
  readonly facts: RvcFacts;
  readonly weights: Weights;
  /** Factors by which the decoder's stages lengthen the signal. */
  readonly upsampleRates: readonly number[];
  /** Dilations of each kind of residual block. */
  readonly dilations: readonly (readonly number[])[];
  /** What else the file says, for people: training epochs, author. */
  readonly notes: readonly string[];
}

/** Frames per second of features, pitch and latent signal. */
const FRAMES_PER_SECOND = 100;

const VERSIONS = { 256: 'v1', 768: 'v2' } as const;
/** Places in the list of settings that a voice file carries. */
const CONFIG_LENGTH = 18;
const RESBLOCK = 9;
const DILATIONS = 11;
const UPSAMPLE_RATES = 12;

/** Reads a voice as RVC's (or Applio's) training extracts it: a dictionary of `weight` and `config`.
 *  @throws InputError `bad-checkpoint`, `unsafe-checkpoint`, which say what the file is instead */
export function readRvcModel(bytes: Uint8Array, name: string): RvcModel {
  const root = readCheckpoint(bytes, { name });
  return namingCheckpoint(name, () => toModel(root));
}

function toModel(root: unknown): RvcModel {
  if (!(root instanceof Map)) throw new CheckpointProblem(`it holds ${describeValue(root)}`);
  refuseOtherKinds(root);
  const weights = new Weights(tensorsOf(root.get('weight')));
  const config = toConfig(root.get('config'));
  return {
    ...config,
    weights,
    facts: toFacts(weights, config.upsampleRates),
    notes: notesOf(root),
  };
}

function refuseOtherKinds(root: ReadonlyMap<unknown, unknown>): void {
  const vocoder = root.get('vocoder') ?? 'HiFi-GAN';
  if (vocoder !== 'HiFi-GAN') {
    throw new CheckpointProblem(`its decoder is ${shown(vocoder)}, which isn't supported yet`);
  }
  if (root.get('weight') instanceof Map) return;
  throw new CheckpointProblem(whatElse(root.get('model') ?? root));
}

/** What a checkpoint is that is no voice, and what to do. */
function whatElse(model: unknown): string {
  const names = model instanceof Map ? [...model.keys()].filter((k) => typeof k === 'string') : [];
  const has = (start: string) => names.some((name: string) => name.startsWith(start));
  if (has('dec.') || has('enc_q.')) {
    return 'it is a checkpoint of a training in progress (G_….pth) — take the small file that "Extract model" of RVC makes of it';
  }
  if (has('discriminators.')) return 'it is the judge of a training (D_….pth), not the voice';
  if (has('unet.')) {
    return 'it is RMVPE, a pitch tracker — `canto models import FILE` makes it one of the models';
  }
  if (has('feature_extractor.') || has('hubert.')) {
    return 'it is a content encoder — `canto models import FILE` makes it one of the models';
  }
  return 'it lacks the weights of an RVC voice';
}

function toConfig(config: unknown): Pick<RvcModel, 'upsampleRates' | 'dilations'> {
  if (!Array.isArray(config) || config.length < CONFIG_LENGTH) {
    throw new CheckpointProblem('its list of settings is missing');
  }
  if (config[RESBLOCK] !== '1') {
    throw new CheckpointProblem(`its blocks are of kind ${shown(config[RESBLOCK])}, not 1`);
  }
  const dilations: unknown = config[DILATIONS];
  const rates: unknown = config[UPSAMPLE_RATES];
  if (isListOf(dilations, isSizes) && isSizes(rates)) return { dilations, upsampleRates: rates };
  throw new CheckpointProblem('its settings are none of an RVC voice');
}

function toFacts(weights: Weights, upsampleRates: readonly number[]): RvcFacts {
  const width = weights.get('enc_p.emb_phone.weight', [undefined, undefined]).dims[1];
  if (width !== 256 && width !== 768) {
    throw new CheckpointProblem(`it takes features of width ${width}, not 256 (v1) or 768 (v2)`);
  }
  const samplesPerFrame = upsampleRates.reduce((product, rate) => product * rate, 1);
  return {
    version: VERSIONS[width],
    samplesPerFrame,
    sampleRate: samplesPerFrame * FRAMES_PER_SECOND,
    hasPitch: weights.has('enc_p.emb_pitch.weight'),
    speakers: weights.get('emb_g.weight', [undefined, undefined]).dims[0],
    latentChannels: weights.get('dec.conv_pre.weight', [undefined, undefined, 7]).dims[1],
  };
}

/** Text that the file carries for people; numbers of epochs and the like. */
function notesOf(root: ReadonlyMap<unknown, unknown>): string[] {
  const notes = ['info', 'model_name', 'author', 'embedder_model'].map((key) => {
    const value = root.get(key);
    return typeof value === 'string' && value ? `${key}: ${value.slice(0, 100)}` : '';
  });
  return notes.filter(Boolean);
}

function isListOf<T>(value: unknown, is: (item: unknown) => item is T): value is T[] {
  return Array.isArray(value) && value.length > 0 && value.length <= 8 && value.every(is);
}

function isSize(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 1 && (value as number) <= 64;
}

function isSizes(value: unknown): value is number[] {
  return isListOf(value, isSize);
}

function shown(value: unknown): string {
  return typeof value === 'string' ? `'${value.slice(0, 40)}'` : describeValue(value);
}

/** The row of the speaker table that a voice sings with.
 *  @throws CheckpointProblem when there is no such speaker */
export function speakerVector({ weights, facts }: RvcModel, speaker: number): Float32Array {
  if (!(Number.isInteger(speaker) && speaker >= 0 && speaker < facts.speakers)) {
    throw new CheckpointProblem(`it has ${facts.speakers} speakers, but none number ${speaker}`);
  }
  const { data, dims } = weights.get('emb_g.weight');
  return data.slice(speaker * dims[1], (speaker + 1) * dims[1]);
}

/** What a 1×1 convolution makes of a constant: its bias. */
export function conditioned(
  { data, dims: [outputs, inputs] }: { data: Float32Array; dims: readonly number[] },
  bias: Float32Array,
  vector: Float32Array,
): Float32Array {
  if (inputs !== vector.length) {
    throw new CheckpointProblem(`its speakers are ${vector.length} wide, not ${inputs}`);
  }
  return Float32Array.from({ length: outputs }, (_, o) => {
    let sum = bias[o];
    for (let i = 0; i < inputs; i++) sum += data[o * inputs + i] * vector[i];
    return sum;
  });
}
