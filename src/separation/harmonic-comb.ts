import type { VoiceMelody } from './voice-melody.js';

/** Half width of a harmonic in bins: the main lobe of a Hann window, and some glide. */
const HALF_WIDTH_BINS = 3;

/** What lies between harmonics, or below the first, speaks against the voice half as much as a
 *  harmonic speaks for it. */
const BETWEEN = -0.5;

/** Harmonics say little above this: they blur into each other, and consonants are noise. */
const FADING_HZ = 5000;

/** Evidence for the voice from the harmonics of its melody: `comb` [bins] gets +confidence on
 *  them, −confidence / 2 between them, fading to 0 towards high frequencies. */
export function harmonicComb(
  melody: VoiceMelody,
  t: number,
  { binHz, comb }: { binHz: number; comb: Float32Array },
): void {
  const f0Bins = melody.f0Hz[t] / binHz;
  const confidence = melody.confidence[t];
  for (let bin = 0; bin < comb.length; bin++) {
    const harmonic = Math.round(bin / f0Bins);
    const distance = Math.abs(bin - harmonic * f0Bins);
    const closeness = harmonic === 0 ? BETWEEN : Math.max(BETWEEN, 1 - distance / HALF_WIDTH_BINS);
    const ratio = (bin * binHz) / FADING_HZ;
    comb[bin] = (closeness * confidence) / (1 + ratio * ratio * ratio * ratio);
  }
}
