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
  return new Resampler(audio.sampleRate, sampleRate).process(audio, true);
}

/** `resample` for sound that comes block by block; the same result, sample by sample. */
export class Resampler {
  readonly #filter: PolyphaseFilter;
  /** Of each channel, the input that coming samples are made from. */
  #waiting: readonly Float32Array[] = [];
  #phase = 0;
  #consumed = 0;
  #produced = 0;

  constructor(
    readonly fromRate: number,
    readonly toRate: number,
  ) {
    this.#filter = polyphaseFilter(fromRate, toRate);
  }

  /** All that can be made once `block`, which may be empty, has come. */
  process(block: AudioData, isLast: boolean): AudioData {
    if (this.fromRate === this.toRate) return block;
    const { channels, length } = block;
    const { phases, step, taps } = this.#filter;
    this.#consumed += length;
    const inputs = channels.map((channel, c) => {
      const before = this.#waiting[c] ?? new Float32Array(taps / 2 - 1);
      return concatenate(before, channel, isLast ? 2 * taps : 0);
    });
    const count = isLast ? this.#totalLength - this.#produced : this.#countFor(inputs[0].length);
    const outputs = inputs.map((input) => filterChannel(input, this.#filter, this.#phase, count));
    const end = this.#phase + count * step;
    this.#waiting = inputs.map((input) => input.slice(Math.floor(end / phases)));
    this.#phase = end % phases;
    this.#produced += count;
    return audioData(this.toRate, outputs);
  }

  get #totalLength(): number {
    return Math.round((this.#consumed * this.toRate) / this.fromRate);
  }

  /** How many outputs have all their taps in `length` samples of input. */
  #countFor(length: number): number {
    const { phases, step, taps } = this.#filter;
    return Math.max(0, Math.ceil(((length - taps + 1) * phases - this.#phase) / step));
  }
}

function concatenate(before: Float32Array, after: Float32Array, zeros: number): Float32Array {
  const whole = new Float32Array(before.length + after.length + zeros);
  whole.set(before);
  whole.set(after, before.length);
  return whole;
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

/** The first `count` outputs of `input`, whose first belongs to `phase`. */
function filterChannel(
  input: Float32Array,
  { coefficients, phases, step, taps }: PolyphaseFilter,
  phase: number,
  count: number,
): Float32Array {
  const output = new Float32Array(count);
  let start = 0;
  for (let i = 0; i < count; i++) {
    output[i] = dotProduct(input, start, coefficients, phase * taps, taps);
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
