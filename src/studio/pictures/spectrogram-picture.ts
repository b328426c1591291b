import sharp from 'sharp';
import { Stft } from '../../dsp/stft.js';

const WIDTH = 1200;
const HEIGHT = 320;
const N_FFT = 4096;
const LOWEST_HZ = 50;
const HIGHEST_HZ = 16000;
/** Levels shown, dB below the loudest point. */
const RANGE_DB = 80;

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
  const levels = levelGrid(samples, sampleRate);
  let loudest = -200;
  for (const level of levels) loudest = Math.max(loudest, level);
  const pixels = new Uint8Array(WIDTH * HEIGHT * 3);
  levels.forEach((level, i) => {
    pixels.set(colourOf(1 + (level - loudest) / RANGE_DB), i * 3);
  });
  return sharp(pixels, { raw: { width: WIDTH, height: HEIGHT, channels: 3 } })
    .png()
    .toBuffer();
}

/** Levels in dB [HEIGHT × WIDTH], the highest frequency first. */
function levelGrid(samples: Float32Array, sampleRate: number): Float32Array {
  const stft = new Stft(N_FFT, N_FFT / 4);
  const re = new Float32Array(stft.bins);
  const im = new Float32Array(stft.bins);
  const levels = new Float32Array(WIDTH * HEIGHT);
  for (let x = 0; x < WIDTH; x++) {
    stft.forwardAt(samples, Math.round(((x + 0.5) * samples.length) / WIDTH), re, im);
    for (let y = 0; y < HEIGHT; y++) {
      const bin = binOf(y, sampleRate);
      const power = bin < stft.bins ? re[bin] ** 2 + im[bin] ** 2 : 0;
      levels[y * WIDTH + x] = 10 * Math.log10(power + 1e-12);
    }
  }
  stft.free();
  return levels;
}

function binOf(y: number, sampleRate: number): number {
  const octaves = Math.log2(HIGHEST_HZ / LOWEST_HZ);
  const hz = HIGHEST_HZ / 2 ** ((octaves * y) / (HEIGHT - 1));
  return Math.round((hz * N_FFT) / sampleRate);
}

/** @param level 0 (silence) … 1 (loudest) */
function colourOf(level: number): number[] {
  const position = Math.min(1, Math.max(0, level)) * (COLOURS.length - 1);
  const low = Math.min(COLOURS.length - 2, Math.floor(position));
  const mix = position - low;
  return COLOURS[low].map((value, c) => Math.round(value + (COLOURS[low + 1][c] - value) * mix));
}
