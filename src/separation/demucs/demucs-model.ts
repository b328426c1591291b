import { InputError } from '../../errors.js';
import {
  describeSignature,
  fixedDim,
  type ModelPort,
  type ModelSignature,
} from '../../inference/model-signature.js';
import type { ModelFacts } from '../public-model.js';

/** How a Demucs model is fed and read. */
export interface DemucsModel {
  readonly input: string;
  readonly output: string;
  /** What its output holds, in this order. */
  readonly stems: readonly string[];
  /** Samples that it takes at once; undefined where the file takes any number. */
  readonly segmentLength: number | undefined;
}

/** The stems of published models, by their number: `htdemucs` and `htdemucs_6s`. */
const STEMS_BY_COUNT = new Map([
  [4, ['drums', 'bass', 'other', 'vocals']],
  [6, ['drums', 'bass', 'other', 'vocals', 'guitar', 'piano']],
]);

/** Less tells nothing of music, and more would exhaust memory rather than separate better. */
const SEGMENT_RANGE = { from: 0.1 * 44_100, to: 60 * 44_100 };

/** Whether a model takes a stereo waveform float32[batch, 2, samples], perhaps beside others, and
 *  gives waveforms. */
export function isDemucsSignature({ inputs, outputs }: ModelSignature): boolean {
  return inputs.some(isStereo) && outputs.some(isStems);
}

/** What a Demucs file is, by its own dimensions.
 *  @throws InputError when it wants more than the waveform, or its stems aren't known */
export function describeDemucs({ name, info, settings }: ModelFacts): DemucsModel {
  const [setting] = Object.keys(settings);
  if (setting) throw knowsNo(name, setting);
  const [input] = info.inputs;
  const output = info.outputs.find(isStems);
  if (info.inputs.length > 1) throw wantsSpectra(name, info);
  const stems = output && STEMS_BY_COUNT.get(fixedDim(output.dims[1]) ?? 0);
  const segmentLength = fixedDim(input.dims[2]);
  const { from, to } = SEGMENT_RANGE;
  const isSane = segmentLength === undefined || (segmentLength >= from && segmentLength <= to);
  if (!stems || !isSane) throw unfit(name, info);
  return { input: input.name, output: output.name, stems, segmentLength };
}

function isStereo({ type, dims }: ModelPort): boolean {
  return type === 'float32' && dims.length === 3 && dims[1] === 2;
}

function isStems({ type, dims }: ModelPort): boolean {
  return type === 'float32' && dims.length === 4 && dims[2] === 2;
}

function knowsNo(name: string, setting: string): InputError {
  return new InputError('bad-settings', `'${name}' is a Demucs model: it has no ${setting}`, {
    hint: 'Its file tells all that is to be known: import it without options.',
  });
}

function wantsSpectra(name: string, info: ModelSignature): InputError {
  return new InputError(
    'model-unfit',
    `'${name}' is a Demucs export that leaves the spectra to its caller: it maps ${describeSignature(info)}`,
    { hint: 'Use one with the spectra inside: waveform in, stems out, such as `htdemucs`.' },
  );
}

function unfit(name: string, info: ModelSignature): InputError {
  return new InputError(
    'model-unfit',
    `'${name}' maps ${describeSignature(info)} — Demucs v4 maps a tenth of a second to a minute to 4 or 6 stems`,
    { hint: 'Such models are listed by `canto models list`.' },
  );
}
