import { audioData, type AudioData } from '../../src/audio/audio-data.js';
import { seededNormal } from '../../src/dsp/random.js';

const SAMPLE_RATE = 44_100;

export interface SyntheticVoice {
  seconds: number;
  /** Hz at a time in seconds. */
  f0: (seconds: number) => number;
  /** Amplitude of harmonic k = 1, 2, …; a sung "ah" by default. */
  harmonic?: (k: number, hz: number) => number;
  sampleRate?: number;
}

/** A steady voice made of harmonics up to 7 kHz, peak below 0.5. */
export function synthesiseVoice(voice: SyntheticVoice): AudioData {
  const { seconds, f0, harmonic = sungAh, sampleRate = SAMPLE_RATE } = voice;
  const samples = new Float32Array(Math.round(seconds * sampleRate));
  let cycles = 0;
  for (let i = 0; i < samples.length; i++) {
    const hz = f0(i / sampleRate);
    for (let k = 1; k * hz < Math.min(7000, sampleRate / 2); k++) {
      samples[i] += 0.1 * harmonic(k, k * hz) * Math.sin(2 * Math.PI * k * cycles);
    }
    cycles += hz / sampleRate;
  }
  return audioData(sampleRate, [samples]);
}

/** Source of −12 dB per octave with formants at 700, 1200 and 2700 Hz. */
function sungAh(k: number, hz: number): number {
  const formants = [700, 1200, 2700].map((centre) => 1 / (1 + ((hz - centre) / 120) ** 2));
  return 0.2 / k + (0.1 + formants[0] + 0.5 * formants[1] + 0.3 * formants[2]) / Math.sqrt(k);
}

export function whiteNoise(seconds: number, rms: number, seed = 1): AudioData {
  const normal = seededNormal(seed);
  const samples = Float32Array.from(
    { length: Math.round(seconds * SAMPLE_RATE) },
    () => rms * normal(),
  );
  return audioData(SAMPLE_RATE, [samples]);
}

export function silence(seconds: number): AudioData {
  return audioData(SAMPLE_RATE, [new Float32Array(Math.round(seconds * SAMPLE_RATE))]);
}

/** One after the other; all of one rate, mono. */
export function join(...parts: AudioData[]): AudioData {
  const samples = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    samples.set(part.channels[0], at);
    at += part.length;
  }
  return audioData(parts[0].sampleRate, [samples]);
}

export function sum(a: AudioData, b: AudioData): AudioData {
  const other = b.channels[0];
  return audioData(a.sampleRate, [a.channels[0].map((sample, i) => sample + other[i])]);
}
