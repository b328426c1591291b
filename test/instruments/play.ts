import { toMono, type AudioData } from '../../src/audio/audio-data.js';
import { openBand } from '../../src/instruments/catalogue.js';
import { pyinTracker } from '../../src/pitch/pyin-tracker.js';
import type { PlayedNote } from '../../src/score/played-note.js';

export const SAMPLE_RATE = 48_000;

/** With the font that comes with Canto, whatever is installed here. */
export const band = openBand({ soundFont: 'bundled' });

export function note(pitch: number, startSeconds = 0, more: Partial<PlayedNote> = {}): PlayedNote {
  return { pitch, startSeconds, endSeconds: startSeconds + 0.5, velocity: 0.7, ...more };
}

export function play(
  instrument: string,
  notes: readonly PlayedNote[],
  { seconds = 1, seed = 1 }: { seconds?: number; seed?: number } = {},
): Promise<AudioData> {
  return band.instrument(instrument).play(notes, {
    sampleRate: SAMPLE_RATE,
    length: Math.round(seconds * SAMPLE_RATE),
    seed,
    signal: new AbortController().signal,
  });
}

export function rms(samples: Float32Array, fromSeconds = 0, toSeconds = Infinity): number {
  const part = samples.subarray(fromSeconds * SAMPLE_RATE, toSeconds * SAMPLE_RATE);
  return Math.sqrt(part.reduce((sum, x) => sum + x * x, 0) / part.length);
}

/** MIDI numbers over time, 100 a second; NaN where no pitch is heard. */
export async function pitchTrack(audio: AudioData): Promise<number[]> {
  const mono = { ...audio, channels: [toMono(audio)] };
  const { f0Hz } = await pyinTracker.track(mono);
  return Array.from(f0Hz, (hz) => (hz > 0 ? 69 + 12 * Math.log2(hz / 440) : NaN));
}

export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1];
}
