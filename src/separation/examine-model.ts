import { stat } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { audioData } from '../audio/audio-data.js';
import { seededNormal } from '../dsp/random.js';
import { InputError } from '../errors.js';
import { sha256OfFile } from '../file-hash.js';
import type { InferenceHost } from '../inference/inference-host.js';
import { toModelId } from '../inference/model-id.js';
import type { ImportedEntry } from '../inference/model-manifest.js';
import {
  describeSignature,
  type ModelPort,
  type ModelSignature,
} from '../inference/model-signature.js';
import { describeDemucs, isDemucsSignature } from './demucs/demucs-model.js';
import { openDemucs } from './demucs/demucs-separator.js';
import { describeMdx, isMdxSignature } from './mdx/mdx-model.js';
import { openMdx } from './mdx/mdx-separator.js';
import { uvrKeyOf } from './mdx/uvr-models.js';
import type { LoadedModel } from './public-model.js';
import type { OpenSeparator } from './separator.js';

interface ExamineOptions {
  inference: InferenceHost;
  /** The file's own name by default. */
  name?: string;
  /** What the user says of it. */
  settings: ImportedEntry['settings'];
  signal?: AbortSignal;
}

/** What a separation model's file turned out to be. */
export interface ExaminedModel {
  /** As the model store keeps it. */
  entry: ImportedEntry;
  /** For people: its kind, its parameters, its stems, and where that is known from. */
  facts: { kind: string; parameters: string; stems: string; source: string };
}

/** The families of models that Canto can run. */
interface ModelFamily {
  engine: string;
  fits: (signature: ModelSignature) => boolean;
  describe: (model: LoadedModel) => ExaminedModel['facts'];
  open: (model: LoadedModel) => OpenSeparator;
}

const families: readonly ModelFamily[] = [
  {
    engine: 'mdx',
    fits: isMdxSignature,
    describe: mdxFacts,
    open: (model) => openMdx(model, {}),
  },
  {
    engine: 'demucs',
    fits: isDemucsSignature,
    describe: demucsFacts,
    open: (model) => openDemucs(model, { stems: 4, tuning: {} }),
  },
];

/** Finds out what the ONNX file at `path` is, and lets it separate a second of noise.
 *  @throws InputError when it is no separation model, or one that lacks parameters; ModelError when
 *  it is broken, refused, or doesn't give what it should */
export async function examineModel(
  path: string,
  { inference, name, settings, signal }: ExamineOptions,
): Promise<ExaminedModel> {
  const bytes = await sizeOf(path);
  const sha256 = await sha256OfFile(path);
  const session = await inference.open({ path, sha256 }, { signal });
  const { info } = session;
  const model = { name: basename(path), session, info, settings, uvrKey: await uvrKeyOf(path) };
  const family = families.find(({ fits }) => fits(info));
  if (!family) throw noSeparationModel(model.name, info);
  const facts = family.describe(model);
  await tryOut(family.open(model), signal);
  return { entry: toEntry(model, { name, bytes, sha256, engine: family.engine, facts }), facts };
}

/** Larger files can't be ONNX: protobuf ends there. */
const MAX_BYTES = 2 ** 31 - 1;

async function sizeOf(path: string): Promise<number> {
  const file = await stat(path).catch(() => undefined);
  if (!file?.isFile()) {
    throw new InputError('no-such-file', `there is no file '${path}'`, {
      hint: 'Give the path of an ONNX model.',
    });
  }
  if (file.size <= MAX_BYTES) return file.size;
  throw new InputError('too-large', `'${path}' has ${file.size} bytes`, {
    hint: 'ONNX models that are one file have at most 2 GB.',
  });
}

function mdxFacts(model: LoadedModel): ExaminedModel['facts'] {
  const { nFft, dimF, dimT, compensation, stem, source } = describeMdx(model);
  const other = stem === 'vocals' ? 'instrumental' : 'vocals';
  return {
    kind: 'MDX-Net',
    parameters: `STFT of ${nFft}, ${dimF} bins × ${dimT ?? 'any number of'} frames, compensation ${compensation}`,
    stems: `${stem} (${other}: the rest)`,
    source,
  };
}

function demucsFacts(model: LoadedModel): ExaminedModel['facts'] {
  const { stems, segmentLength } = describeDemucs(model);
  const segments = segmentLength === undefined ? 'any length' : `${segmentLength} samples`;
  return {
    kind: 'Demucs v4',
    parameters: `waveform in segments of ${segments}`,
    stems: stems.join(', '),
    source: 'the file',
  };
}

function noSeparationModel(name: string, info: ModelSignature): InputError {
  return new InputError(
    'model-unfit',
    `'${name}' maps ${describeSignature(info)} — that is no separation model that Canto can run`,
    {
      hint: 'MDX-Net maps float32[batch, 4, bins, frames] to the same; Demucs v4 float32[1, 2, samples] to float32[1, 4 or 6, 2, samples].',
    },
  );
}

const TRIAL_SAMPLE_RATE = 44_100;
/** As loud as the sections that engines are given. */
const TRIAL_RMS = 0.1;

async function tryOut(separator: OpenSeparator, signal: AbortSignal | undefined): Promise<void> {
  const normal = seededNormal(1);
  const noise = [0, 1].map(() =>
    Float32Array.from({ length: TRIAL_SAMPLE_RATE }, () => TRIAL_RMS * normal()),
  );
  try {
    await separator.separate(audioData(TRIAL_SAMPLE_RATE, noise), { signal });
  } finally {
    await separator.close();
  }
}

interface EntryFacts extends Pick<ExaminedModel, 'facts'> {
  name: string | undefined;
  bytes: number;
  sha256: string;
  engine: string;
}

function toEntry({ name: file, info, settings }: LoadedModel, known: EntryFacts): ImportedEntry {
  const { name = basename(file, extname(file)), facts, ...others } = known;
  const copyPort = ({ dims, ...port }: ModelPort) => ({ ...port, dims: [...dims] });
  return {
    ...others,
    id: toModelId(name),
    title: `${facts.kind}, imported`,
    purpose: `separation (--engine ${known.engine}): ${facts.stems}`,
    licence: 'not known here',
    inputs: info.inputs.map(copyPort),
    outputs: info.outputs.map(copyPort),
    settings,
  };
}
