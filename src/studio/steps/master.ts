import { join } from 'node:path';
import { fitLength, type AudioData } from '../../audio/audio-data.js';
import { resample } from '../../audio/resample.js';
import { readWav, writeWav } from '../../audio/wav.js';
import type { StepFunction } from '../../jobs/plan.js';
import { masterAudio } from '../../mixing/master.js';
import { outputRateFor } from '../sample-rates.js';
import type { DecodedData } from './decode.js';

/** file `mixed`, data `decoded` → `mastered.wav` at the output's rate; data `MasterReport`. */
export const masterStep: StepFunction = async ({ settings, files, data, outputDir, ...run }) => {
  const source = data.decoded as DecodedData;
  const mixed = await readWav(files.mixed);
  const { audio, report } = await masterAudio(
    toOutputRate(mixed, source, settings.format as string),
    {
      targetLufs: settings.targetLufs as number,
      ceilingDbtp: settings.ceilingDbtp as number,
    },
    run,
  );
  await writeWav(join(outputDir, 'mastered.wav'), audio);
  return report;
};

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
