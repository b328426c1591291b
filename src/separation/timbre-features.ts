import type { SectionSpectra } from './section-spectra.js';

/** Mel bands that describe what a frame sounds like. */
export const TIMBRE_BANDS = 48;

const LOWEST_HZ = 60;
const HIGHEST_HZ = 12_000;

/** Powers below this don't count: −40 dB re a spectral power of 1, where a full-scale sine has +60. */
const POWER_FLOOR = 1e-4;

/** How each frame of a section differs from the section's mean timbre: log-mel levels of mid and
 *  side together, mean removed, scaled to unit length.
 *  @returns row-major [frames × TIMBRE_BANDS] */
export function timbreFeatures(spectra: SectionSpectra, sampleRate: number): Float32Array {
  const { frames, bins } = spectra;
  const bandOfBin = melBandOfBin(bins, sampleRate);
  const features = new Float32Array(frames * TIMBRE_BANDS);
  for (let t = 0; t < frames; t++) {
    const row = features.subarray(t * TIMBRE_BANDS, (t + 1) * TIMBRE_BANDS);
    addBandPowers(spectra.mid, { row, bandOfBin, start: t * bins });
    addBandPowers(spectra.side, { row, bandOfBin, start: t * bins });
    for (let band = 0; band < TIMBRE_BANDS; band++) row[band] = Math.log(POWER_FLOOR + row[band]);
  }
  removeMean(features, frames);
  scaleRowsToUnitLength(features, frames);
  return features;
}

interface BandSums {
  row: Float32Array;
  bandOfBin: Int16Array;
  start: number;
}

function addBandPowers(
  { re, im }: { re: Float32Array; im: Float32Array },
  { row, bandOfBin, start }: BandSums,
): void {
  for (let bin = 0; bin < bandOfBin.length; bin++) {
    const band = bandOfBin[bin];
    if (band < 0) continue;
    const at = start + bin;
    row[band] += re[at] * re[at] + im[at] * im[at];
  }
}

function melBandOfBin(bins: number, sampleRate: number): Int16Array {
  const lowest = hzToMel(LOWEST_HZ);
  const width = (hzToMel(HIGHEST_HZ) - lowest) / TIMBRE_BANDS;
  const binHz = sampleRate / (2 * (bins - 1));
  return Int16Array.from({ length: bins }, (_, bin) => {
    const band = Math.floor((hzToMel(bin * binHz) - lowest) / width);
    return band < TIMBRE_BANDS ? Math.max(-1, band) : -1;
  });
}

/** O'Shaughnessy's mel scale. */
function hzToMel(hz: number): number {
  return 2595 * Math.log10(1 + hz / 700);
}

function removeMean(features: Float32Array, frames: number): void {
  for (let band = 0; band < TIMBRE_BANDS; band++) {
    let sum = 0;
    for (let i = band; i < features.length; i += TIMBRE_BANDS) sum += features[i];
    const mean = sum / frames;
    for (let i = band; i < features.length; i += TIMBRE_BANDS) features[i] -= mean;
  }
}

function scaleRowsToUnitLength(features: Float32Array, frames: number): void {
  for (let t = 0; t < frames; t++) {
    const row = features.subarray(t * TIMBRE_BANDS, (t + 1) * TIMBRE_BANDS);
    const length = Math.sqrt(row.reduce((sum, x) => sum + x * x, 0));
    if (length === 0) continue;
    for (let band = 0; band < TIMBRE_BANDS; band++) row[band] /= length;
  }
}
