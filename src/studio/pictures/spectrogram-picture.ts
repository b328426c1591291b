import sharp from 'sharp';
import { Stft } from '../../dsp/stft.js';

const WIDTH = 1200;
const HEIGHT = 320;
const N_FFT = 4096;
const LOWEST_HZ = 50;
const HIGHEST_HZ = 16000;
/** Levels shown, dB below the loudest point. */
export const RANGE_DB = 80;

/** Colours from silence to the loudest point, RGB: the page's black and amber. */
const COLOURS = [
  [19, 18, 16],
  [62, 42, 18],
  [140, 84, 22],
  [244, 181, 74],
  [255, 236, 196],
];

/** A PNG of the spectrogram, 1200 × 320 pixels: time to the right, 50 Hz … 16 kHz upwards on a
 *  logarithmic scale, 80 dB of level as colour. */
export async function spectrogramPng(samples: Float32Array, sampleRate: number): Promise<Buffer> {
  const levels = spectrogramLevels(samples, sampleRate, { width: WIDTH, height: HEIGHT });
  const pixels = paintLevels(levels, loudestOf(levels));
  return sharp(pixels, { raw: { width: WIDTH, height: HEIGHT, channels: 3 } })
    .png()
    .toBuffer();
}

interface Extent {
  width: number;
  height: number;
  /** In samples: all of them by default. */
  from?: number;
  to?: number;
}

/** Levels in dB [height × width] of `samples` `from`…`to`, the highest frequency first. */
export function spectrogramLevels(
  samples: Float32Array,
  sampleRate: number,
  { width, height, from = 0, to = samples.length }: Extent,
): Float32Array {
  const stft = new Stft(N_FFT, N_FFT / 4);
  const re = new Float32Array(stft.bins);
  const im = new Float32Array(stft.bins);
  const levels = new Float32Array(width * height);
  for (let x = 0; x < width; x++) {
    stft.forwardAt(samples, Math.round(from + ((x + 0.5) * (to - from)) / width), re, im);
    for (let y = 0; y < height; y++) {
      const bin = binAt(y / (height - 1), sampleRate);
      const power = bin < stft.bins ? re[bin] ** 2 + im[bin] ** 2 : 0;
      levels[y * width + x] = 10 * Math.log10(power + 1e-12);
    }
  }
  stft.free();
  return levels;
}

export function loudestOf(levels: Float32Array): number {
  return levels.reduce((loudest, level) => Math.max(loudest, level), -200);
}

/** RGB of `levels`, brightest at `loudestDb` and dark from 80 dB below it. */
export function paintLevels(levels: Float32Array, loudestDb: number): Uint8Array {
  const pixels = new Uint8Array(levels.length * 3);
  levels.forEach((level, i) => {
    pixels.set(colourOf(1 + (level - loudestDb) / RANGE_DB), i * 3);
  });
  return pixels;
}

/** How far down a spectrogram `hz` lies: 0 at the top … 1 at the bottom. */
export function depthOf(hz: number): number {
  return Math.log2(HIGHEST_HZ / hz) / Math.log2(HIGHEST_HZ / LOWEST_HZ);
}

function binAt(depth: number, sampleRate: number): number {
  const hz = HIGHEST_HZ * (LOWEST_HZ / HIGHEST_HZ) ** depth;
  return Math.round((hz * N_FFT) / sampleRate);
}

/** @param level 0 (silence) … 1 (loudest) */
function colourOf(level: number): number[] {
  const position = Math.min(1, Math.max(0, level)) * (COLOURS.length - 1);
  const low = Math.min(COLOURS.length - 2, Math.floor(position));
  const mix = position - low;
  return COLOURS[low].map((value, c) => Math.round(value + (COLOURS[low + 1][c] - value) * mix));
}
