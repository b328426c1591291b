import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { toMono } from '../../../src/audio/audio-data.js';
import { readWav } from '../../../src/audio/wav.js';
import { dbToGain } from '../../../src/dsp/decibels.js';
import { seededRandom } from '../../../src/dsp/random.js';
import type { Recording } from '../../../src/voices/clone/recording.js';

const phraseFile = fileURLToPath(
  new URL('../../../models/voices/preview-phrase.wav', import.meta.url),
);
const phrase = await readWav(phraseFile);
const PAUSE_SECONDS = 0.8;

/** A clean take: our sung phrase three times, with pauses between; some 17 s. */
export function cleanTake(name = 'take.wav'): Recording {
  const { sampleRate } = phrase;
  const once = toMono(phrase);
  const pause = Math.round(PAUSE_SECONDS * sampleRate);
  const samples = new Float32Array(3 * (once.length + pause));
  for (let n = 0; n < 3; n++) samples.set(once, n * (once.length + pause) + pause);
  return asRecording(
    name,
    samples.map((sample) => 0.5 * sample),
    sampleRate,
  );
}

export function asRecording(name: string, samples: Float32Array, sampleRate: number): Recording {
  const sha256 = createHash('sha256').update(Buffer.from(samples.buffer)).digest('hex');
  return { name, sha256, samples, sampleRate };
}

/** `recording` with `sound` of i behind it, at `db` below the recording's own RMS. */
export function withBackground(
  recording: Recording,
  sound: (i: number) => number,
  db: number,
): Recording {
  const background = Float32Array.from(recording.samples, (_, i) => sound(i));
  const gain = (rms(recording.samples) / rms(background)) * dbToGain(-db);
  const samples = recording.samples.map((sample, i) => sample + gain * background[i]);
  return asRecording(recording.name, samples, recording.sampleRate);
}

/** `recording`, its samples changed one by one. */
export function changed(recording: Recording, change: (sample: number, i: number) => number) {
  return asRecording(recording.name, recording.samples.map(change), recording.sampleRate);
}

export function whiteNoise(seed = 1): () => number {
  const random = seededRandom(seed);
  return () => random() + random() + random() - 1.5;
}

/** Chords of a pad, a new one each second. */
export function chords(sampleRate: number): (i: number) => number {
  const roots = [196, 220, 174.6, 233.1];
  return (i) => {
    const root = roots[Math.floor(i / sampleRate) % roots.length];
    return [1, 1.25, 1.5, 2, 2.5, 3].reduce(
      (sum, ratio) => sum + Math.sin((2 * Math.PI * root * ratio * i) / sampleRate) / ratio,
      0,
    );
  };
}

export function rms(samples: Float32Array): number {
  return Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length);
}
