import { join } from 'node:path';
import { fitLength, type AudioData } from '../../audio/audio-data.js';
import { resample } from '../../audio/resample.js';
import { readWav, writeWav } from '../../audio/wav.js';
import type { StepContext, StepFunction } from '../../jobs/plan.js';
import { automaticMasterChain } from '../../mixing/automatic-master.js';
import { masterAudio, type MasterSettings } from '../../mixing/master.js';
import { genreOf } from '../../mixing/target-spectra.js';
import { partOf, type RunOptions } from '../../progress.js';
import { outputRateFor } from '../sample-rates.js';
import type { DecodedData } from './decode.js';
import type { MixData } from './mix.js';

/** How a master is made: as the session of a mix says, or with a chain by ear. */
export type MasterStepSettings =
  | { by: 'session' }
  | { by: 'ear'; targetLufs: number; ceilingDbtp: number; amount: number; style: string };

/** file `mixed`, data `decoded`, perhaps `mix` → `mastered.wav` at the output's rate; data
 *  `MasterReport`. */
export const masterStep: StepFunction = async (context) => {
  const { settings, files, data, outputDir } = context;
  const source = data.decoded as DecodedData;
  const mixed = toOutputRate(await readWav(files.mixed), source, settings.format as string);
  const wanted = await masterSettings(mixed, context, partOf(context, 0, 0.1));
  const { audio, report } = await masterAudio(mixed, wanted, partOf(context, 0.1, 1));
  await writeWav(join(outputDir, 'mastered.wav'), audio);
  return report;
};

async function masterSettings(
  mixed: AudioData,
  { settings, data }: Pick<StepContext, 'settings' | 'data'>,
  run: RunOptions,
): Promise<MasterSettings> {
  const wanted = settings.master as MasterStepSettings;
  if (wanted.by === 'session') return (data.mix as unknown as MixData).session.master;
  const { targetLufs, ceilingDbtp, amount, style } = wanted;
  const context = { genre: genreOf(style), amount, targetLufs };
  return { targetLufs, ceilingDbtp, chain: await automaticMasterChain(mixed, context, run) };
}

/** `audio` at the rate of the output; of exactly the source's length where that is the source's. */
function toOutputRate(
  audio: AudioData,
  { sourceRate, sourceLength }: DecodedData,
  format: string,
): AudioData {
  const rate = outputRateFor(sourceRate, format);
  const output = resample(audio, rate);
  return rate === sourceRate ? fitLength(output, sourceLength) : output;
}
