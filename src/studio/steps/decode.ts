import { join } from 'node:path';
import { durationSeconds, toStereo } from '../../audio/audio-data.js';
import { decodeFile } from '../../audio/decode-file.js';
import { resample } from '../../audio/resample.js';
import { writeWav } from '../../audio/wav.js';
import type { StepFunction } from '../../jobs/plan.js';
import { partOf } from '../../progress.js';
import { decodeLimits } from '../decode-limits.js';
import { workRateFor } from '../sample-rates.js';

/** What is known of a source once it is decoded. */
export type DecodedData = {
  /** Of the file. */
  sourceRate: number;
  sourceLength: number;
  /** Of the work copy. */
  sampleRate: number;
  length: number;
  durationSeconds: number;
  title: string | null;
  artist: string | null;
  warnings: string[];
};

/** file `source` → `mix.wav`: stereo float at the work rate; data `DecodedData`. */
export const decodeStep: StepFunction = async ({ files, outputDir, config, ...run }) => {
  const { audio, info } = await decodeFile(files.source, {
    ...partOf(run, 0, 0.8),
    limits: decodeLimits(config),
    ffmpeg: config.ffmpeg,
  });
  const work = toStereo(resample(audio, workRateFor(audio.sampleRate)));
  await writeWav(join(outputDir, 'mix.wav'), work);
  const data: DecodedData = {
    sourceRate: audio.sampleRate,
    sourceLength: audio.length,
    sampleRate: work.sampleRate,
    length: work.length,
    durationSeconds: durationSeconds(audio),
    title: info.tags.title ?? null,
    artist: info.tags.artist ?? null,
    warnings: [...info.warnings],
  };
  return data;
};
