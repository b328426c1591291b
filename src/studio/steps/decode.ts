import { join } from 'node:path';
import { decodeToWav } from '../../audio/decode-to-wav.js';
import type { StepFunction } from '../../jobs/plan.js';
import { decodeLimits, type WorkManner } from '../decode-limits.js';
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

/** file `source` → `mix.wav`: stereo float at the work rate (with `asItIs`: of its own rate, and mono
 *  where it is); data `DecodedData`. */
export const decodeStep: StepFunction = async ({ settings, files, outputDir, config, ...run }) => {
  const { info, sampleRate, length } = await decodeToWav(files.source, join(outputDir, 'mix.wav'), {
    signal: run.signal,
    onProgress: run.onProgress,
    limits: decodeLimits(config, settings.manner as WorkManner),
    ffmpeg: config.ffmpeg,
    ...(settings.asItIs === true
      ? { rateFor: (rate: number) => rate, keepsMono: true }
      : { rateFor: workRateFor }),
  });
  const data: DecodedData = {
    sourceRate: info.sampleRate,
    sourceLength: info.length,
    sampleRate,
    length,
    durationSeconds: info.durationSeconds,
    title: info.tags.title ?? null,
    artist: info.tags.artist ?? null,
    warnings: [...info.warnings],
  };
  return data;
};
