import { dbToGain } from '../../dsp/decibels.js';
import { RealFft } from '../../dsp/fft.js';
import { seededNormal } from '../../dsp/random.js';
import { FRAME_RATE } from '../frame-rate.js';
import type { SpectraPlace } from './play-partials.js';
import { HIGHEST_HZ, noiseCentresHz, noiseWidthsHz, PARTIALS, SPECTRUM_WIDTH } from './spectra.js';

/** 23 ms at 44.1 kHz: shorter, low bands would smear; longer, attacks would. */
const SIZE = 1024;
const HOP = SIZE / 2;

/** Adds the bands of noise of all frames to `output`: random spectra of the wanted density, overlapped
 *  with sine windows, whose squares sum to 1. The same `seed` gives the same noise. */
export function playNoise(
  output: Float32Array,
  place: Omit<SpectraPlace, 'f0Hz'> & { seed: number },
): void {
  const { spectra, sampleRate, seed } = place;
  const frames = spectra.length / SPECTRUM_WIDTH;
  const normal = seededNormal(seed);
  const fft = new RealFft(SIZE);
  const bins = bandPlaces(sampleRate);
  const window = Float32Array.from({ length: SIZE }, (_, i) =>
    Math.sin((Math.PI * (i + 0.5)) / SIZE),
  );
  const [re, im] = [new Float32Array(fft.bins), new Float32Array(fft.bins)];
  const piece = new Float32Array(SIZE);
  const density = new Float32Array(noiseCentresHz.length);
  try {
    for (let start = -HOP; start < output.length; start += HOP) {
      const seconds = (start + HOP) / sampleRate;
      const frame = Math.min(frames - 1, Math.round(seconds * FRAME_RATE));
      densityOf(spectra.subarray(frame * SPECTRUM_WIDTH + PARTIALS), density);
      for (let k = 1; k < fft.bins - 1; k++) {
        const magnitude = bins[k] < 0 ? 0 : dbToGain(at(density, bins[k]));
        // A density D per Hz is a variance of D · rate · SIZE / 2 per bin, shared by both parts.
        const scale = magnitude * Math.sqrt((sampleRate * SIZE) / 4);
        re[k] = scale * normal();
        im[k] = scale * normal();
      }
      fft.inverse(re, im, piece);
      addWindowed(output, piece, { window, start });
    }
  } finally {
    fft.free();
  }
}

/** The place of every bin among the bands; −1 where there is no noise. */
function bandPlaces(sampleRate: number): Float32Array {
  return Float32Array.from({ length: SIZE / 2 + 1 }, (_, k) => {
    const hz = (k * sampleRate) / SIZE;
    if (hz > HIGHEST_HZ) return -1;
    const above = noiseCentresHz.findIndex((centre) => centre >= hz);
    if (above <= 0) return 0;
    const [low, high] = [noiseCentresHz[above - 1], noiseCentresHz[above]];
    return above - 1 + (hz - low) / (high - low);
  });
}

/** dB of power per Hz, from dB of power per band. */
function densityOf(powers: Float32Array, density: Float32Array): void {
  for (let b = 0; b < density.length; b++) {
    density[b] = powers[b] - 10 * Math.log10(noiseWidthsHz[b]);
  }
}

function at(curve: Float32Array, place: number): number {
  const below = Math.min(curve.length - 2, Math.floor(place));
  return curve[below] + (curve[below + 1] - curve[below]) * (place - below);
}

function addWindowed(
  output: Float32Array,
  piece: Float32Array,
  { window, start }: { window: Float32Array; start: number },
): void {
  const from = Math.max(0, -start);
  const to = Math.min(SIZE, output.length - start);
  for (let i = from; i < to; i++) output[start + i] += piece[i] * window[i];
}
