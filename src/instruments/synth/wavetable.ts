import { RealFft } from '../../dsp/fft.js';

export type WaveShape = 'sine' | 'triangle' | 'saw' | 'square';

/** One period of a wave with so many overtones that none lies above Nyquist. Its first value is repeated
 *  at the end. */
export interface WaveTable {
  readonly values: Float32Array;
  /** A power of two, and which one. */
  readonly length: number;
  readonly bits: number;
}

/** Tables are a third of an octave apart, so that at most so much of the top is missing. */
const TABLES_PER_OCTAVE = 3;
/** Values per period of the highest overtone: with 32 the error of linear interpolation stays below
 *  −60 dB of the whole. */
const VALUES_PER_OVERTONE = 32;
const SHORTEST = 1024;
const LONGEST = 32_768;
/** The fundamental is never allowed above this share of the sample rate. */
const HIGHEST_STEP = 0.25;

/** Band-limited periods of the usual waves, made when they are needed. */
export class WaveTables {
  readonly #tables: Record<WaveShape, WaveTable[]> = {
    ...{ sine: [], triangle: [], saw: [], square: [] },
  };

  /** The table of `shape` for a wave that moves on by `step` periods per sample. */
  for(shape: WaveShape, step: number): WaveTable {
    const below = Math.log2(HIGHEST_STEP / Math.max(1e-6, step));
    const level = shape === 'sine' ? 0 : Math.max(0, Math.floor(below * TABLES_PER_OCTAVE));
    const overtones = shape === 'sine' ? 1 : Math.floor(2 * 2 ** (level / TABLES_PER_OCTAVE));
    return (this.#tables[shape][level] ??= makeTable(shape, overtones));
  }
}

function makeTable(shape: WaveShape, overtones: number): WaveTable {
  const wanted = 2 ** Math.ceil(Math.log2(overtones * VALUES_PER_OVERTONE));
  const length = Math.min(LONGEST, Math.max(SHORTEST, wanted));
  const fft = new RealFft(length);
  const re = new Float32Array(fft.bins);
  const im = new Float32Array(fft.bins);
  for (let k = 1; k <= Math.min(overtones, fft.bins - 2); k++)
    im[k] = (-length / 2) * weight(shape, k);
  const period = new Float32Array(length);
  fft.inverse(re, im, period);
  fft.free();
  const values = new Float32Array(length + 1);
  values.set(period);
  values[length] = period[0];
  return { values, length, bits: Math.log2(length) };
}

/** Of sin(2πkt) in a wave of about ±1 that begins at 0 and rises. */
function weight(shape: WaveShape, k: number): number {
  if (shape === 'sine') return k === 1 ? 1 : 0;
  if (shape === 'saw') return (k % 2 === 0 ? -1 : 1) * (2 / (Math.PI * k));
  if (k % 2 === 0) return 0;
  if (shape === 'square') return 4 / (Math.PI * k);
  return ((k % 4 === 1 ? 1 : -1) * 8) / (Math.PI * Math.PI * k * k);
}
