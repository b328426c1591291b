import { z } from 'zod';
import { InputError } from '../../../errors.js';
import { namesExternalData } from '../../../inference/external-data.js';
import { metadataOf, type ModelMetadata } from '../../../inference/model-metadata.js';
import { fixedDim, type ModelPort } from '../../../inference/model-signature.js';
import type { RvcFacts } from '../rvc-model.js';
import { outlineOf, type OnnxOutline } from './onnx-ports.js';
import { namingOf } from './port-names.js';

/** What is known of a voice. */
export interface ReadVoice {
  readonly facts: RvcFacts;
  /** What else the file says, for people. */
  readonly notes: readonly string[];
}

/** Frames per second of features and pitch. */
const FRAMES_PER_SECOND = 100;
/** Latent channels of all known voices; only asked for where the file leaves them open. */
const LATENT_CHANNELS = 192;
const VERSIONS: Readonly<Record<number, RvcFacts['version']>> = { 256: 'v1', 768: 'v2' };
const RATES = { least: 8000, most: 192_000 };

/** What w-okada's client writes into its files, as JSON. */
const clientSchema = z.object({
  samplingRate: z.number().int().optional(),
  modelType: z.string().max(50).optional(),
  embedder: z.string().max(50).optional(),
});

/** Whether `bytes` begin as ONNX files do: with the version of their format. */
export function looksLikeOnnx(bytes: Uint8Array): boolean {
  return bytes[0] === 0x08 && bytes[1] > 0 && bytes[1] < 32;
}

/** Reads an ONNX export of RVC or of w-okada's client; told from names and shapes of its inputs, and
 *  its rate from its graph. Nothing is run.
 *  @throws InputError `bad-onnx-voice` */
export function readOnnxVoice(bytes: Uint8Array, name: string): ReadVoice {
  const problem = (found: string, hint: string) =>
    new InputError('bad-onnx-voice', `'${name}' is no voice that can be used: ${found}`, { hint });
  try {
    if (namesExternalData(bytes)) {
      throw problem('it keeps its weights in other files', 'Export it as one file.');
    }
    return toVoice(outlineOf(bytes), metadataOf(bytes), problem);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw problem(error.message, 'Download it again: it may be incomplete.');
  }
}

type Problem = (found: string, hint: string) => InputError;

function toVoice(outline: OnnxOutline, metadata: ModelMetadata, problem: Problem): ReadVoice {
  const { inputs } = outline;
  const naming = namingOf(inputs);
  if (!naming) {
    throw problem(
      `it takes ${
        inputs
          .map(({ name }) => name.slice(0, 30))
          .slice(0, 8)
          .join(', ') || 'nothing'
      }`,
      "An export of RVC takes phone, phone_lengths, …, one of w-okada's client feats, p_len, …",
    );
  }
  refuseOtherTypes(inputs, naming.types, problem);
  const port = (name: string) => inputs.find((input) => input.name === name);
  const width = lastDim(port(naming.features));
  const version = VERSIONS[width ?? 0];
  if (!version) {
    throw problem(
      `it takes features of width ${width ?? 'unknown'}, not 256 (v1) or 768 (v2)`,
      'Export the voice anew from its .pth, or import the .pth itself.',
    );
  }
  const client = clientOf(metadata);
  const samplesPerFrame = samplesPerFrameOf(outline, client.samplingRate, problem);
  const facts: RvcFacts = {
    version,
    samplesPerFrame,
    sampleRate: samplesPerFrame * FRAMES_PER_SECOND,
    hasPitch: port('pitchf') !== undefined,
    speakers: speakersOf(outline),
    latentChannels: fixedDim(port('rnd')?.dims[1] ?? '') ?? LATENT_CHANNELS,
  };
  return { facts, notes: [`exported by ${naming.exporter}`, ...notesOf(client)] };
}

function refuseOtherTypes(
  inputs: readonly ModelPort[],
  types: Readonly<Record<string, string>>,
  problem: Problem,
): void {
  const other = inputs.find(({ name, type }) => type !== types[name]);
  if (!other) return;
  throw problem(
    `its input ${other.name} is ${other.type}, not ${types[other.name]}`,
    'Export it in full precision (without half), or import the .pth itself.',
  );
}

function lastDim(port: ModelPort | undefined): number | undefined {
  return port?.dims.length === 3 ? fixedDim(port.dims[2]) : undefined;
}

/** The graph is believed rather than its label. */
function samplesPerFrameOf(
  { upsampling }: OnnxOutline,
  labelled: number | undefined,
  problem: Problem,
): number {
  const product = upsampling.reduce((all, stride) => all * stride, 1);
  const samples = upsampling.length > 0 ? product : (labelled ?? 0) / FRAMES_PER_SECOND;
  const rate = samples * FRAMES_PER_SECOND;
  if (Number.isInteger(samples) && rate >= RATES.least && rate <= RATES.most) return samples;
  throw problem('its sample rate can’t be told', 'Import the .pth itself.');
}

/** Rows of the table of speakers, where exporters left its name. */
function speakersOf({ weights }: OnnxOutline): number {
  const [, dims] = [...weights].find(([name]) => name.endsWith('emb_g.weight')) ?? [];
  return dims?.length === 2 && dims[0] >= 1 ? dims[0] : 1;
}

function clientOf({ metadata }: ModelMetadata): z.infer<typeof clientSchema> {
  try {
    return clientSchema.parse(JSON.parse(metadata ?? '{}'));
  } catch {
    return {};
  }
}

function notesOf({ modelType, embedder }: z.infer<typeof clientSchema>): string[] {
  return [
    ...(modelType ? [`model_type: ${modelType}`] : []),
    ...(embedder ? [`embedder_model: ${embedder}`] : []),
  ];
}
