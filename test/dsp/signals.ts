import { audioData, type AudioData } from '../../src/audio/audio-data.js';
import { dbToGain } from '../../src/dsp/decibels.js';
import { seededRandom } from '../../src/dsp/random.js';

export interface Tone {
  seconds: number;
  /** Peak level. */
  db: number;
  hz?: number;
  phase?: number;
  sampleRate?: number;
}

/** A sine, 1 kHz at 48 kHz unless told. */
export function sine({
  seconds,
  db,
  hz = 1000,
  phase = 0,
  sampleRate = 48000,
}: Tone): Float32Array {
  const gain = dbToGain(db);
  const omega = (2 * Math.PI * hz) / sampleRate;
  return Float32Array.from(
    { length: Math.round(seconds * sampleRate) },
    (_, i) => gain * Math.sin(omega * i + phase),
  );
}

/** White noise of an even distribution in ±`peak`. */
export function noise(length: number, peak: number, seed = 1): Float32Array {
  const random = seededRandom(seed);
  return Float32Array.from({ length }, () => peak * (2 * random() - 1));
}

/** One signal after the other. */
export function joined(...parts: Float32Array[]): Float32Array {
  const whole = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** `samples` in both channels. */
export function stereo(samples: Float32Array, sampleRate = 48000): AudioData {
  return audioData(sampleRate, [samples, samples]);
}

export function mono(samples: Float32Array, sampleRate = 48000): AudioData {
  return audioData(sampleRate, [samples]);
}

/** Root mean square of samples `from`…`to` − 1. */
export function rms(samples: Float32Array, from = 0, to = samples.length): number {
  const range = samples.subarray(Math.round(from), Math.round(to));
  return Math.sqrt(range.reduce((sum, sample) => sum + sample * sample, 0) / range.length);
}

/** Amplitude of the `hz` component of samples `from`…`to` − 1 (correlation under a Hann window). */
export function amplitudeAt(
  samples: Float32Array,
  hz: number,
  { from = 0, to = samples.length, sampleRate = 48000 } = {},
): number {
  let re = 0;
  let im = 0;
  for (let i = from; i < to; i++) {
    const window = 1 - Math.cos((2 * Math.PI * (i - from)) / (to - from));
    re += window * samples[i] * Math.cos((2 * Math.PI * hz * i) / sampleRate);
    im += window * samples[i] * Math.sin((2 * Math.PI * hz * i) / sampleRate);
  }
  return (2 * Math.hypot(re, im)) / (to - from);
}

/** Where two signals first differ by a bit, or −1: a failed comparison then prints one number. */
export function firstDifference(a: Float32Array, b: Float32Array): number {
  if (a.length !== b.length) return Math.min(a.length, b.length);
  return a.findIndex((sample, i) => !Object.is(sample, b[i]));
}
