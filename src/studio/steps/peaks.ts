import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AudioStream } from '../../audio/audio-stream.js';
import { PeakCollector } from '../../audio/peak-collector.js';
import { openWav } from '../../audio/wav-reader.js';
import type { StepFunction } from '../../jobs/plan.js';
import { checkpoint } from '../../progress.js';
import { PEAKS } from '../pictures/waveform-picture.js';

/** files by name → `peaks.json`: for each name up to 800 magnitudes, evenly over the whole. Unlike
 *  `pictures`, in memory that doesn't grow with the sound. */
export const peaksStep: StepFunction = async ({ files, outputDir, ...run }) => {
  const peaks: Record<string, number[]> = {};
  const names = Object.keys(files);
  for (const [n, name] of names.entries()) {
    peaks[name] = await openWav(files[name], collectPeaks);
    await checkpoint(run, (n + 1) / names.length);
  }
  await writeFile(join(outputDir, 'peaks.json'), JSON.stringify(peaks));
  return null;
};

async function collectPeaks(audio: AudioStream): Promise<number[]> {
  const collector = new PeakCollector();
  for await (const block of audio.blocks()) collector.add(block);
  return collector.peaks(PEAKS);
}
