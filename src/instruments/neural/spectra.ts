import { aWeighting } from '../../dsp/a-weighting.js';
import { dbToGain } from '../../dsp/decibels.js';

/** What the network says, and what is played from it, as `scripts/train/instruments/measure.py` measures it. */

/** Multiples of the fundamental, from the first. */
export const PARTIALS = 160;
const NOISE_BANDS = 64;
/** Values of a frame: amplitudes of partials, then powers of bands of noise, in dB. */
export const SPECTRUM_WIDTH = PARTIALS + NOISE_BANDS;
/** The recordings hold nothing above. */
export const HIGHEST_HZ = 18_000;
const NOISE_LOWEST_HZ = 60;

/** Centres of the bands of noise, Hz: even steps on the mel scale. */
export const noiseCentresHz: Float64Array = Float64Array.from({ length: NOISE_BANDS }, (_, b) => {
  const [lowest, highest] = [mel(NOISE_LOWEST_HZ), mel(HIGHEST_HZ)];
  return 700 * (10 ** ((lowest + ((highest - lowest) * b) / (NOISE_BANDS - 1)) / 2595) - 1);
});

/** Widths of the bands of noise, Hz. */
export const noiseWidthsHz: Float64Array = noiseCentresHz.map((hz, b, centres) => {
  if (b === 0) return centres[1] - hz;
  if (b === NOISE_BANDS - 1) return hz - centres[b - 1];
  return (centres[b + 1] - centres[b - 1]) / 2;
});

const noiseWeights = noiseCentresHz.map(aWeighting);

/** The A-weighted power of a frame: `spectrum` [SPECTRUM_WIDTH] at a fundamental of `f0Hz`. */
export function weightedPower(spectrum: Float32Array, f0Hz: number): number {
  let power = 0;
  const partials = partialsBelow(HIGHEST_HZ, f0Hz);
  for (let k = 0; k < partials; k++) {
    power += (dbToGain(spectrum[k]) ** 2 / 2) * aWeighting((k + 1) * f0Hz);
  }
  for (let b = 0; b < NOISE_BANDS; b++) {
    power += dbToGain(spectrum[PARTIALS + b]) ** 2 * noiseWeights[b];
  }
  return power;
}

/** How many partials of `f0Hz` lie below `hz`. */
export function partialsBelow(hz: number, f0Hz: number): number {
  return Math.max(0, Math.min(PARTIALS, Math.ceil(hz / f0Hz) - 1));
}

function mel(hz: number): number {
  return 2595 * Math.log10(1 + hz / 700);
}
