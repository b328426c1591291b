import { audioData, type AudioData } from '../../src/audio/audio-data.js';
import { seededNormal } from '../../src/dsp/random.js';
import type { PitchTrack } from '../../src/pitch/pitch-tracker.js';

const HOP_SECONDS = 0.01;
/** Formants of "ah" of a man, Hz and bandwidth. */
const FORMANTS = [
  [700, 90],
  [1150, 110],
  [2500, 170],
  [3500, 250],
];
const NOTES_HZ = [165, 196, 220, 175];
const NOTE_SECONDS = 0.7;
/** Each note ends in a hiss ("s") and a pause of these lengths. */
const HISS_SECONDS = 0.1;
const PAUSE_SECONDS = 0.1;

export interface SyntheticVocal {
  audio: AudioData;
  /** The true pitch. */
  pitch: PitchTrack;
  /** Whether sample i lies within a hiss. */
  hiss: Uint8Array;
}

/** Four notes with vibrato, harmonics through formants, a hiss and a pause after each; 2.8 s. */
export function synthesiseVocal({ sampleRate = 44_100, formantScale = 1 } = {}): SyntheticVocal {
  const length = Math.round(NOTES_HZ.length * NOTE_SECONDS * sampleRate);
  const samples = new Float32Array(length);
  const hiss = new Uint8Array(length);
  const noise = seededNormal(7);
  let phase = 0;
  for (let i = 0; i < length; i++) {
    const seconds = i / sampleRate;
    const f0Hz = pitchOf(seconds);
    if (isHiss(seconds)) {
      hiss[i] = 1;
      samples[i] = 0.03 * noise();
    }
    if (f0Hz === 0) continue;
    phase += f0Hz / sampleRate;
    samples[i] = 0.2 * fade(seconds) * (harmonics(phase, f0Hz, formantScale) + 0.005 * noise());
  }
  const frames = Math.floor(length / sampleRate / HOP_SECONDS) + 1;
  const f0Hz = Float32Array.from({ length: frames }, (_, t) => pitchOf(t * HOP_SECONDS));
  const pitch = { hopSeconds: HOP_SECONDS, f0Hz, confidence: f0Hz.map((hz) => (hz > 0 ? 1 : 0)) };
  return { audio: audioData(sampleRate, [samples]), pitch, hiss };
}

/** RMS of `samples` in dB, over those where `mask` is 1. */
export function levelDb(samples: Float32Array, mask?: Uint8Array): number {
  let sum = 0;
  let count = 0;
  for (let i = 0; i < samples.length; i++) {
    if (mask && mask[i] === 0) continue;
    sum += samples[i] ** 2;
    count++;
  }
  return 10 * Math.log10(sum / count + 1e-12);
}

const SUNG_SECONDS = NOTE_SECONDS - HISS_SECONDS - PAUSE_SECONDS;

function pitchOf(seconds: number): number {
  const note = Math.floor(seconds / NOTE_SECONDS);
  const age = seconds - note * NOTE_SECONDS;
  if (note >= NOTES_HZ.length || age > SUNG_SECONDS) return 0;
  return NOTES_HZ[note] * 2 ** ((0.4 * Math.sin(2 * Math.PI * 5.5 * age)) / 12);
}

function isHiss(seconds: number): boolean {
  const age = seconds % NOTE_SECONDS;
  return age > SUNG_SECONDS && age < SUNG_SECONDS + HISS_SECONDS;
}

function fade(seconds: number): number {
  const age = seconds % NOTE_SECONDS;
  return Math.min(1, age / 0.03, (SUNG_SECONDS - age) / 0.03);
}

function harmonics(phase: number, f0Hz: number, formantScale: number): number {
  let sum = 0;
  for (let h = 1; h * f0Hz < 5000; h++) {
    sum += (formantGain(h * f0Hz, formantScale) / h) * Math.sin(2 * Math.PI * h * phase);
  }
  return sum;
}

function formantGain(hz: number, scale: number): number {
  let gain = 0.05;
  for (const [centre, width] of FORMANTS) {
    gain += 1 / (1 + ((hz - centre * scale) / width) ** 2);
  }
  return gain;
}
