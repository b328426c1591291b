import type { AudioData } from '../../audio/audio-data.js';
import { aWeighting } from '../../dsp/a-weighting.js';
import { Stft } from '../../dsp/stft.js';
import { checkpoint, type RunOptions } from '../../progress.js';
import { FRAME_RATE } from '../frame-rate.js';

/** What no frame's level is below. */
const SILENCE_DB = -120;

/** 32 ms at 16 kHz. */
const N_FFT = 512;
/** Of a periodic Hann window: over its bins, a sine of amplitude 1 has a power of ½. */
const POWER_SCALE = 2 / (N_FFT * N_FFT * 0.375);
/** Hissed consonants lie above: they are no part of a note's loudness. */
const LEVEL_TO_HZ = 3500;
/** With fewer frames without a pitch, nothing is known of the room. */
const LEAST_ROOM_FRAMES = 20;
/** The quieter half of what has no pitch is the room; the rest are consonants and breath. */
const ROOM_QUANTILE = 0.25;

const BANDS = 20;
const [BANDS_FROM_HZ, BANDS_TO_HZ] = [100, 7000];
/** How far below the loudest band of all a band still counts. */
const BAND_DEPTH_DB = 45;
/** What comes is compared with what was, over 30 ms each. */
const COMPARED_FRAMES = 3;

/** Power spectra at 16 kHz, row-major [frames × bins]. */
export interface HumSpectra {
  frames: number;
  bins: number;
  binHz: number;
  power: Float32Array;
}

/** Spectra of the first channel, every 10 ms from its start. */
export async function humSpectra(
  { sampleRate, channels: [samples] }: AudioData,
  frames: number,
  options: RunOptions,
): Promise<HumSpectra> {
  const stft = new Stft(N_FFT, sampleRate / FRAME_RATE);
  const { bins } = stft;
  const power = new Float32Array(frames * bins);
  const [re, im] = [new Float32Array(bins), new Float32Array(bins)];
  try {
    for (let t = 0; t < frames; t++) {
      if (t % 1000 === 0) await checkpoint(options, t / frames);
      stft.forwardFrame(samples, t, re, im);
      for (let k = 0; k < bins; k++) {
        power[t * bins + k] = (re[k] * re[k] + im[k] * im[k]) * POWER_SCALE;
      }
    }
  } finally {
    stft.free();
  }
  return { frames, bins, binHz: sampleRate / N_FFT, power };
}

/** A-weighted level of every frame below 3.5 kHz, without what sounds where nothing is sung. */
export function voiceLevels({ frames, bins, binHz, power }: HumSpectra, f0Hz: Float32Array) {
  const weights = Float64Array.from({ length: Math.floor(LEVEL_TO_HZ / binHz) }, (_, k) =>
    aWeighting(k * binHz),
  );
  const levels = Float64Array.from({ length: frames }, (_, t) =>
    weights.reduce((sum, weight, k) => sum + weight * power[t * bins + k], 0),
  );
  const room = quantile(
    levels.filter((_, t) => f0Hz[t] === 0),
    ROOM_QUANTILE,
  );
  return Float32Array.from(levels, (level) =>
    Math.max(SILENCE_DB, 10 * Math.log10(Math.max(1e-12, level - room))),
  );
}

function quantile(values: Float64Array, rank: number): number {
  if (values.length < LEAST_ROOM_FRAMES) return 0;
  return values.sort()[Math.floor(rank * values.length)];
}

/** By how many dB the bands of the next 30 ms are above those of the last, where they are. */
export function spectralNovelty(spectra: HumSpectra): Float32Array {
  const { frames } = spectra;
  const levels = bandLevels(spectra);
  const novelty = new Float32Array(frames);
  for (let t = 0; t < frames; t++) {
    for (let b = 0; b < BANDS; b++) {
      const rise =
        meanOf(levels, b, t, t + COMPARED_FRAMES) - meanOf(levels, b, t - COMPARED_FRAMES, t);
      novelty[t] += Math.max(0, rise) / BANDS;
    }
  }
  return novelty;
}

/** dB, row-major [frames × BANDS]: even steps on a logarithmic scale. */
function bandLevels({ frames, bins, binHz, power }: HumSpectra): Float32Array {
  const edges = Array.from({ length: BANDS + 1 }, (_, b) =>
    Math.round((BANDS_FROM_HZ * (BANDS_TO_HZ / BANDS_FROM_HZ) ** (b / BANDS)) / binHz),
  );
  const levels = new Float32Array(frames * BANDS);
  for (let t = 0; t < frames; t++) {
    for (let b = 0; b < BANDS; b++) {
      let sum = 0;
      for (let k = edges[b]; k < Math.max(edges[b] + 1, edges[b + 1]); k++)
        sum += power[t * bins + k];
      levels[t * BANDS + b] = 10 * Math.log10(sum + 1e-12);
    }
  }
  const loudest = levels.reduce((most, level) => Math.max(most, level), SILENCE_DB);
  return levels.map((level) => Math.max(level, loudest - BAND_DEPTH_DB));
}

function meanOf(levels: Float32Array, band: number, from: number, to: number): number {
  const last = levels.length / BANDS - 1;
  let sum = 0;
  for (let t = from; t < to; t++) sum += levels[Math.min(last, Math.max(0, t)) * BANDS + band];
  return sum / (to - from);
}
