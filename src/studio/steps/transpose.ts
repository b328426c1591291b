import { join } from 'node:path';
import { audioData, fitLength, type AudioData } from '../../audio/audio-data.js';
import { resample } from '../../audio/resample.js';
import { readWav, writeWav } from '../../audio/wav.js';
import { stretchTime } from '../../dsp/phase-vocoder.js';
import type { StepFunction } from '../../jobs/plan.js';
import { checkpoint, partOf, type RunOptions } from '../../progress.js';

/** Ratios are approximated by fractions of at most this denominator: within 0.2 cents. */
const MAX_DENOMINATOR = 200;

/** files `accompaniment`, `backing` → the same, moved by settings `semitones`. */
export const transposeStep: StepFunction = async ({ settings, files, outputDir, ...run }) => {
  const semitones = settings.semitones as number;
  const names = Object.keys(files);
  for (const [n, name] of names.entries()) {
    const audio = await readWav(files[name]);
    const part = partOf(run, n / names.length, (n + 1) / names.length);
    await writeWav(join(outputDir, `${name}.wav`), await transpose(audio, semitones, part));
  }
  return null;
};

/** Moves the pitch of music: stretched in time, then resampled back to its length. */
async function transpose(audio: AudioData, semitones: number, run: RunOptions): Promise<AudioData> {
  const [up, down] = nearestFraction(2 ** (semitones / 12));
  const stretch = stretchTime(audio.channels, up / down);
  let state = stretch.next();
  while (!state.done) {
    await checkpoint(run, state.value * 0.9);
    state = stretch.next();
  }
  // Read at `up` samples where `down` are wanted: the rates only matter by their ratio.
  const { channels } = resample(audioData(up, state.value), down);
  return fitLength(audioData(audio.sampleRate, channels), audio.length);
}

/** The fraction with the least error among those with denominators up to `MAX_DENOMINATOR`. */
function nearestFraction(value: number): [number, number] {
  let best: [number, number] = [Math.round(value), 1];
  for (let d = 2; d <= MAX_DENOMINATOR; d++) {
    const n = Math.round(value * d);
    if (Math.abs(n / d - value) < Math.abs(best[0] / best[1] - value) - 1e-9) best = [n, d];
  }
  return best;
}
