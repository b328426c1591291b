import { dbToGain } from './decibels.js';

/** y₀ = b0·x₀ + b1·x₁ + b2·x₂ − a1·y₁ − a2·y₂, where the index counts samples back. */
export interface BiquadCoefficients {
  readonly b0: number;
  readonly b1: number;
  readonly b2: number;
  readonly a1: number;
  readonly a2: number;
}

/** A filter of second order. */
export interface FilterSettings {
  sampleRate: number;
  cutoffHz: number;
  /** 1/√2 (the default) is the steepest without a bump. */
  q?: number;
}

/** A filter that raises or lowers a part of the spectrum. */
export interface EqualizerSettings extends FilterSettings {
  gainDb: number;
}

/** The designs need a cutoff below Nyquist; a higher one acts as if it were here. */
const HIGHEST_CUTOFF = 0.49;

/** States below this are silence; zeroing them keeps the CPU out of slow denormal arithmetic. */
const DENORMAL_GUARD = 1e-30;

/** Second-order low-pass. This and the next six: R. Bristow-Johnson, "Audio EQ Cookbook". */
export function lowPass(settings: FilterSettings): BiquadCoefficients {
  const { cos, alpha } = angles(settings);
  const b = (1 - cos) / 2;
  return normalised([b, 2 * b, b], [1 + alpha, -2 * cos, 1 - alpha]);
}

/** Second-order high-pass. */
export function highPass(settings: FilterSettings): BiquadCoefficients {
  const { cos, alpha } = angles(settings);
  const b = (1 + cos) / 2;
  return normalised([b, -2 * b, b], [1 + alpha, -2 * cos, 1 - alpha]);
}

/** What lies between two frequencies around `cutoffHz`, where it passes unchanged. */
export function bandPass(settings: FilterSettings): BiquadCoefficients {
  const { cos, alpha } = angles(settings);
  return normalised([alpha, 0, -alpha], [1 + alpha, -2 * cos, 1 - alpha]);
}

/** Changes nothing but the phase, which turns around `cutoffHz`. */
export function allPass(settings: FilterSettings): BiquadCoefficients {
  const { cos, alpha } = angles(settings);
  return normalised([1 - alpha, -2 * cos, 1 + alpha], [1 + alpha, -2 * cos, 1 - alpha]);
}

/** A bell of `gainDb` around `cutoffHz`. */
export function peaking(settings: EqualizerSettings): BiquadCoefficients {
  const { cos, alpha } = angles(settings);
  const a = dbToGain(settings.gainDb / 2);
  return normalised(
    [1 + alpha * a, -2 * cos, 1 - alpha * a],
    [1 + alpha / a, -2 * cos, 1 - alpha / a],
  );
}

/** `gainDb` below `cutoffHz`, where it reaches half of that. */
export function lowShelf(settings: EqualizerSettings): BiquadCoefficients {
  return shelf(settings, 1);
}

/** `gainDb` above `cutoffHz`, where it reaches half of that. */
export function highShelf(settings: EqualizerSettings): BiquadCoefficients {
  return shelf(settings, -1);
}

/** The high shelf is the low shelf mirrored: cos and the odd coefficients change sign. */
function shelf(settings: EqualizerSettings, side: 1 | -1): BiquadCoefficients {
  const { cos, alpha } = angles(settings);
  const a = dbToGain(settings.gainDb / 2);
  const c = side * cos;
  const root = 2 * Math.sqrt(a) * alpha;
  return normalised(
    [
      a * (a + 1 - (a - 1) * c + root),
      side * 2 * a * (a - 1 - (a + 1) * c),
      a * (a + 1 - (a - 1) * c - root),
    ],
    [a + 1 + (a - 1) * c + root, side * -2 * (a - 1 + (a + 1) * c), a + 1 + (a - 1) * c - root],
  );
}

function angles({ sampleRate, cutoffHz, q = Math.SQRT1_2 }: FilterSettings) {
  const omega = 2 * Math.PI * Math.min(cutoffHz / sampleRate, HIGHEST_CUTOFF);
  return { cos: Math.cos(omega), alpha: Math.sin(omega) / (2 * q) };
}

type Triple = readonly [number, number, number];

function normalised([b0, b1, b2]: Triple, [a0, a1, a2]: Triple): BiquadCoefficients {
  return { b0: b0 / a0, b1: b1 / a0, b2: b2 / a0, a1: a1 / a0, a2: a2 / a0 };
}

/** The filter's gain in dB for a sine of `frequencyHz`. */
export function responseDb(
  { b0, b1, b2, a1, a2 }: BiquadCoefficients,
  frequencyHz: number,
  sampleRate: number,
): number {
  const omega = (2 * Math.PI * frequencyHz) / sampleRate;
  const magnitude = (c0: number, c1: number, c2: number) =>
    Math.hypot(
      c0 + c1 * Math.cos(omega) + c2 * Math.cos(2 * omega),
      c1 * Math.sin(omega) + c2 * Math.sin(2 * omega),
    );
  return 20 * Math.log10(magnitude(b0, b1, b2) / magnitude(1, a1, a2));
}

/** One filter on one channel, block after block (transposed direct form II, in doubles). */
export class Biquad {
  #z1 = 0;
  #z2 = 0;

  constructor(readonly coefficients: BiquadCoefficients) {}

  /** Filters `samples` in place. */
  process(samples: Float32Array | Float64Array): void {
    const { b0, b1, b2, a1, a2 } = this.coefficients;
    let z1 = this.#z1;
    let z2 = this.#z2;
    for (let i = 0; i < samples.length; i++) {
      const x = samples[i];
      const y = b0 * x + z1;
      z1 = b1 * x - a1 * y + z2;
      z2 = b2 * x - a2 * y;
      samples[i] = y;
    }
    this.#z1 = Math.abs(z1) < DENORMAL_GUARD ? 0 : z1;
    this.#z2 = Math.abs(z2) < DENORMAL_GUARD ? 0 : z2;
  }
}
