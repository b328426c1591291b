import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { toMono } from '../../audio/audio-data.js';
import { readWav } from '../../audio/wav.js';
import type { StepFunction } from '../../jobs/plan.js';
import { checkpoint } from '../../progress.js';
import { spectrogramPng } from '../pictures/spectrogram-picture.js';
import { PEAKS, peaksOf, waveformPng } from '../pictures/waveform-picture.js';

/** files by name → `<name>-waveform.png`, `<name>-spectrogram.png`, and `peaks.json`: for each name
 *  the greatest magnitudes of 800 equal parts. */
export const picturesStep: StepFunction = async ({ files, outputDir, ...run }) => {
  const peaks: Record<string, number[]> = {};
  const names = Object.keys(files);
  for (const [n, name] of names.entries()) {
    const audio = await readWav(files[name]);
    const mono = toMono(audio);
    peaks[name] = peaksOf(mono, PEAKS);
    await writeFile(join(outputDir, `${name}-waveform.png`), await waveformPng(mono));
    await checkpoint(run, (n + 0.4) / names.length);
    await writeFile(
      join(outputDir, `${name}-spectrogram.png`),
      await spectrogramPng(mono, audio.sampleRate),
    );
    await checkpoint(run, (n + 1) / names.length);
  }
  await writeFile(join(outputDir, 'peaks.json'), JSON.stringify(peaks));
  return null;
};
