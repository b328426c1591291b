import { audioData, type AudioData } from './audio-data.js';

/** Zero crossings of the sinc on each side: 128 taps give a transition of 0.123 of the band. */
const HALF_TAPS = 64;
/** Kaiser window for 119 dB of stopband: 0.1102 · (A − 8.7), Kaiser 1974. */
const KAISER_BETA = 12.16;
/** Linear interpolation between so many steps of the window errs by −160 dB. */
const KAISER_STEPS = 16384;
/** Centre of the transition as a fraction of the lower Nyquist frequency: flat up to 0.907 (20 kHz
 *  at 44.1 kHz), silent from 1.03. */
const CUTOFF = 0.9685;

/** `audio` at `sampleRate`, by a linear-phase polyphase filter (windowed sinc) with zero delay and
 *  more than 100 dB between signal and error, images and aliases together.
 *  @returns exactly round(length · sampleRate / audio.sampleRate) samples; `audio` itself when it
 *  has that rate already */
export function resample(audio: AudioData, sampleRate: number): AudioData {
  if (audio.sampleRate === sampleRate) return audio;
  const filter = polyphaseFilter(audio.sampleRate, sampleRate);
  const length = Math.round((audio.length * sampleRate) / audio.sampleRate);
  return audioData(
    sampleRate,
    audio.channels.map((channel) => filterChannel(channel, filter, length)),
  );
}

interface PolyphaseFilter {
  /** Row-major [phases × taps]: phase p holds the taps for an output at p/phases of an input. */
  coefficients: Float32Array;
  /** Output samples per `step` input samples. */
  phases: number;
  step: number;
  /** Even. */
  taps: number;
}

function polyphaseFilter(fromRate: number, toRate: number): PolyphaseFilter {
  const divisor = greatestCommonDivisor(fromRate, toRate);
  const phases = toRate / divisor;
  const bandwidth = Math.min(1, toRate / fromRate);
  const halfTaps = Math.ceil(HALF_TAPS / bandwidth);
  const taps = 2 * halfTaps;
  const coefficients = new Float32Array(phases * taps);
  for (let phase = 0; phase < phases; phase++) {
    const row = coefficients.subarray(phase * taps, (phase + 1) * taps);
    fillPhase(row, phase / phases, bandwidth);
  }
  return { coefficients, phases, step: fromRate / divisor, taps };
}

/** Taps for an output that lies `fraction` of a sample after input `taps / 2 - 1` of the row,
 *  scaled so that a constant stays what it is. */
function fillPhase(row: Float32Array, fraction: number, bandwidth: number): void {
  const halfTaps = row.length / 2;
  let sum = 0;
  for (let tap = 0; tap < row.length; tap++) {
    const distance = tap - (halfTaps - 1) - fraction;
    row[tap] = sinc(distance * bandwidth * CUTOFF) * kaiser(distance / halfTaps);
    sum += row[tap];
  }
  for (let tap = 0; tap < row.length; tap++) row[tap] /= sum;
}

function filterChannel(
  input: Float32Array,
  { coefficients, phases, step, taps }: PolyphaseFilter,
  length: number,
): Float32Array {
  const padded = new Float32Array(input.length + 2 * taps);
  padded.set(input, taps / 2 - 1);
  const output = new Float32Array(length);
  let start = 0;
  let phase = 0;
  for (let i = 0; i < length; i++) {
    output[i] = dotProduct(padded, start, coefficients, phase * taps, taps);
    phase += step;
    start += Math.floor(phase / phases);
    phase %= phases;
  }
  return output;
}

/** Two partial sums, so that additions needn't wait for each other; `taps` is even. Its parameters
 *  are positional since it runs once per sample. */
function dotProduct(
  samples: Float32Array,
  start: number,
  coefficients: Float32Array,
  row: number,
  taps: number,
): number {
  let even = 0;
  let odd = 0;
  for (let tap = 0; tap < taps; tap += 2) {
    even += samples[start + tap] * coefficients[row + tap];
    odd += samples[start + tap + 1] * coefficients[row + tap + 1];
  }
  return even + odd;
}

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
}

/** The right half of the Kaiser window, 0…1, and a point beyond; rates without a common divisor
 *  ask for millions of values. */
const KAISER_TABLE = Float64Array.from({ length: KAISER_STEPS + 2 }, (_, i) => {
  return besselI0(KAISER_BETA * Math.sqrt(Math.max(0, 1 - (i / KAISER_STEPS) ** 2)));
});

/** The Kaiser window at `x` in [-1, 1], up to a constant factor. */
function kaiser(x: number): number {
  const position = Math.min(1, Math.abs(x)) * KAISER_STEPS;
  const index = Math.floor(position);
  const below = KAISER_TABLE[index];
  return below + (KAISER_TABLE[index + 1] - below) * (position - index);
}

/** Modified Bessel function of the first kind, order 0, by its power series. */
function besselI0(x: number): number {
  let sum = 1;
  let term = 1;
  for (let k = 1; term > sum * 1e-17; k++) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
