import { join } from 'node:path';
import { decodeToWav } from '../../audio/decode-to-wav.js';
import type { StepFunction } from '../../jobs/plan.js';
import { partOf } from '../../progress.js';
import { decodeLimits } from '../decode-limits.js';
import { workRateFor } from '../sample-rates.js';
import type { DecodedData } from './decode.js';

/** files `stem-0`, `stem-1` … → `stem-0.wav` …: float at one rate, that of the first, mono where it is;
 *  data `DecodedData` of the longest. */
export const decodeStemsStep: StepFunction = async ({ files, outputDir, config, ...run }) => {
  const names = Object.keys(files).sort((a, b) => numberOf(a) - numberOf(b));
  let longest: DecodedData | undefined;
  const warnings: string[] = [];
  for (const [n, name] of names.entries()) {
    const rate = longest?.sampleRate;
    const { info, sampleRate, length } = await decodeToWav(
      files[name],
      join(outputDir, `${name}.wav`),
      {
        ...partOf(run, n / names.length, (n + 1) / names.length),
        limits: decodeLimits(config, 'whole'),
        ffmpeg: config.ffmpeg,
        rateFor: (sourceRate) => rate ?? workRateFor(sourceRate),
        keepsMono: true,
      },
    );
    warnings.push(...info.warnings);
    if (longest && length <= longest.length) continue;
    longest = {
      sourceRate: sampleRate,
      sourceLength: length,
      sampleRate,
      length,
      durationSeconds: length / sampleRate,
      title: null,
      artist: null,
      warnings,
    };
  }
  if (!longest) throw new Error('a mix without stems');
  return longest;
};

function numberOf(name: string): number {
  return Number(name.replace('stem-', ''));
}
