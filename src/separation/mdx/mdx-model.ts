import { z } from 'zod';
import { isFftSize } from '../../dsp/fft.js';
import { InputError } from '../../errors.js';
import type { ModelMetadata } from '../../inference/model-metadata.js';
import { fixedDim, type ModelPort, type ModelSignature } from '../../inference/model-signature.js';
import type { ModelFacts } from '../public-model.js';
import { uvrModel, type UvrModel } from './uvr-models.js';

/** Samples between STFT frames; the same for all models of the family. */
export const MDX_HOP_LENGTH = 1024;

/** The largest published one is half of it. */
const MAX_N_FFT = 32_768;

/** What users may say of an MDX-Net file that says too little itself. */
const mdxSettingsSchema = z.strictObject({
  nFft: z.number().int().min(1024).max(MAX_N_FFT).optional(),
  compensation: z.number().min(0.1).max(10).optional(),
  stem: z.enum(['vocals', 'instrumental']).optional(),
});

/** How an MDX-Net model is fed and read. */
export interface MdxModel {
  readonly input: string;
  readonly output: string;
  readonly nFft: number;
  readonly dimF: number;
  /** Undefined where the file takes any number of frames. */
  readonly dimT: number | undefined;
  readonly compensation: number;
  readonly stem: 'vocals' | 'instrumental';
  /** Who says so, for people. */
  readonly source: string;
}

/** Whether a model maps float32[batch, 4, bins, frames] to the same. */
export function isMdxSignature({ inputs, outputs }: ModelSignature): boolean {
  const isSpectra = ({ type, dims }: ModelPort) =>
    type === 'float32' && dims.length === 4 && dims[1] === 4;
  return inputs.length === 1 && inputs.every(isSpectra) && outputs.slice(0, 1).some(isSpectra);
}

/** What an MDX-Net file is, by what the user said, UVR's table, its metadata and its own dimensions,
 *  in this order.
 *  @throws InputError when that doesn't make a model that cuts out vocals or accompaniment */
export function describeMdx({ name, info, uvrKey, settings }: ModelFacts): MdxModel {
  const said = parseSettings(settings);
  const known = uvrModel(uvrKey);
  const told: Partial<UvrModel> = known ?? metadataFacts(info.metadata);
  const [input, output] = [info.inputs[0], info.outputs[0]];
  const dimF = fixedDim(input.dims[2]) ?? told.dimF;
  const { nFft, stem, compensation } = { ...told, ...said };
  if (dimF === undefined || nFft === undefined || stem === undefined) throw unknownModel(name);
  const model = {
    input: input.name,
    output: output.name,
    nFft,
    dimF,
    dimT: fixedDim(input.dims[3]),
    compensation: compensation ?? 1,
    stem: checkedStem(name, stem),
    source: sourceOf(said, known),
  };
  checkSizes(name, model);
  return model;
}

type MdxSettings = z.output<typeof mdxSettingsSchema>;

function parseSettings(settings: unknown): MdxSettings {
  const parsed = mdxSettingsSchema.safeParse(settings);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new InputError('bad-settings', `${issue.path.join('.')}: ${issue.message}`, {
    hint: 'See `canto models import --help`.',
  });
}

function metadataFacts({ n_fft, model_type, ...others }: ModelMetadata): Partial<UvrModel> {
  const facts = {
    // sherpa-onnx writes 2·dimF into its copies of UVR's models, whatever their nFft is.
    nFft: model_type === 'UVR' ? undefined : numberOf(n_fft),
    compensation: numberOf(others.compensate ?? others.compensation),
    stem: (others.primary_stem ?? others.stem)?.toLowerCase(),
  };
  return Object.fromEntries(Object.entries(facts).filter(([, fact]) => fact !== undefined));
}

function numberOf(text: string | undefined): number | undefined {
  const value = Number(text);
  return text !== undefined && value > 0 && Number.isFinite(value) ? value : undefined;
}

function sourceOf(said: MdxSettings, known: UvrModel | undefined): string {
  const told = known ? "UVR's table" : 'the file';
  const names = Object.keys(said);
  return names.length > 0 ? `${told}; ${names.join(', ')} as imported` : told;
}

function checkedStem(name: string, stem: string): 'vocals' | 'instrumental' {
  if (stem === 'vocals' || stem === 'instrumental') return stem;
  throw new InputError(
    'model-unfit',
    `'${name}' is an MDX-Net model for the stem '${stem}' — one for vocals or instrumental is expected`,
    { hint: 'Models for those are listed by `canto models list`.' },
  );
}

/** Ten times the largest published one (3072 bins × 256 frames): beyond, a file means to exhaust
 *  memory rather than to separate. */
const MAX_POINTS = 1 << 23;

function checkSizes(name: string, { nFft, dimF, dimT }: MdxModel): void {
  const isSane = nFft <= MAX_N_FFT && dimF * (dimT ?? 1) <= MAX_POINTS;
  const hasBody = dimT === undefined || MDX_HOP_LENGTH * (dimT - 1) > nFft;
  if (isSane && hasBody && isFftSize(nFft) && dimF > 3 && dimF <= nFft / 2 + 1) return;
  throw new InputError(
    'model-unfit',
    `'${name}' takes ${dimF} bins × ${dimT ?? 'any number of'} frames, which don't go with an STFT of ${nFft}`,
    { hint: 'Whoever published the model says its n_fft: import it anew with --n-fft.' },
  );
}

function unknownModel(name: string): InputError {
  return new InputError(
    'model-unknown',
    `'${name}' is an MDX-Net model that neither UVR's table nor its metadata describes`,
    {
      hint: 'Say what its publisher says: canto models import FILE --n-fft 6144 --stem vocals --compensation 1.03',
    },
  );
}
