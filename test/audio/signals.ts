import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { audioData, type AudioData } from '../../src/audio/audio-data.js';
import type { DecodeOptions } from '../../src/audio/audio-info.js';
import { seededNormal } from '../../src/dsp/random.js';

export const limits = { maxDurationSeconds: 600, maxBytes: 1e9, maxChannels: 8 };
/** Our own decoders only, as on a machine without ffmpeg. */
export const embedded: DecodeOptions = { limits, ffmpeg: 'off' };

/** A folder for this test file, removed at its end. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'canto-audio-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export function sine(
  frequencyHz: number,
  {
    sampleRate,
    length,
    amplitude = 0.5,
  }: { sampleRate: number; length: number; amplitude?: number },
): Float32Array {
  const step = (2 * Math.PI * frequencyHz) / sampleRate;
  return Float32Array.from({ length }, (_, i) => amplitude * Math.sin(step * i));
}

/** Two different tones with a little noise: neither silent, nor the same on both sides. */
export function stereoMusic(sampleRate: number, length: number): AudioData {
  const noise = seededNormal(7);
  const left = sine(440, { sampleRate, length }).map((x) => x + 0.001 * noise());
  const right = sine(660, { sampleRate, length, amplitude: 0.3 }).map((x) => x + 0.001 * noise());
  return audioData(sampleRate, [left, right]);
}

/** Signal to error in dB between `from` and `to`. */
export function snrDb(
  expected: Float32Array,
  actual: Float32Array,
  [from, to]: readonly [number, number] = [0, expected.length],
): number {
  let signal = 0;
  let error = 0;
  for (let i = from; i < to; i++) {
    signal += expected[i] ** 2;
    error += (expected[i] - actual[i]) ** 2;
  }
  return 10 * Math.log10(signal / error);
}

/** The shift of `actual` against `expected` in samples at which they agree best, within ±`reach`. */
export function lagOf(expected: Float32Array, actual: Float32Array, reach: number): number {
  let best = -Infinity;
  let lag = 0;
  for (let shift = -reach; shift <= reach; shift++) {
    let sum = 0;
    for (let i = reach; i < expected.length - reach; i++)
      sum += expected[i] * (actual[i + shift] ?? 0);
    if (sum > best) [best, lag] = [sum, shift];
  }
  return lag;
}
