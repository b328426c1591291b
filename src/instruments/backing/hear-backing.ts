import { audioData, type AudioData } from '../../audio/audio-data.js';
import { Stft } from '../../dsp/stft.js';
import { monoAtRate } from '../../pitch/mono-at-rate.js';
import { partOf, type RunOptions } from '../../progress.js';
import type { Key } from '../../score/pitch-names.js';
import { FRAME_RATE } from '../frame-rate.js';
import { humSpectra, spectralNovelty } from '../listening/hum-spectra.js';
import { estimateKey } from '../melody/estimate-key.js';
import { midiOfHz } from '../pitch-numbers.js';

/** What a melody is fitted to. */
export interface BackingMusic {
  key: Key;
  bpm: number;
  /** Of the first beat, less than one beat after 0 s. */
  firstBeatSeconds: number;
}

const SAMPLE_RATE = 16_000;
const [SLOWEST_BPM, FASTEST_BPM] = [60, 180];
/** Most music lies around here: others must fit better by as much as they are rarer (in octaves of tempo). */
const USUAL_BPM = 110;
const TEMPO_SPREAD = 0.7;
/** Finer steps around the best whole tempo. */
const FINE_STEPS = 41;
const FINE_BPM = 1;
/** Where keys are heard: fundamentals of basses, chords and melodies; above, overtones add their fifths. */
const [TONES_FROM_HZ, TONES_TO_HZ] = [80, 700];
/** Windows of a quarter of a second tell semitones from 80 Hz on; ten a second are plenty. */
const TONES_N_FFT = 4096;
const TONES_HOP = SAMPLE_RATE / 10;

/** Hears key, tempo and beats of music with a steady beat: estimates, of which the tempo may be half or
 *  twice what musicians would say.
 *  @throws CancelledError */
export async function hearBacking(
  audio: AudioData,
  options: RunOptions = {},
): Promise<BackingMusic> {
  const samples = await monoAtRate(audio, SAMPLE_RATE, partOf(options, 0, 0.6));
  const frames = Math.floor((samples.length / SAMPLE_RATE) * FRAME_RATE) + 1;
  const mono = audioData(SAMPLE_RATE, [samples]);
  const spectra = await humSpectra(mono, frames, partOf(options, 0.6, 1));
  const novelty = spectralNovelty(spectra);
  const bpm = tempoOf(novelty);
  return {
    key: estimateKey(chromaOf(samples)),
    bpm,
    firstBeatSeconds: bestComb(novelty, bpm).firstBeatSeconds,
  };
}

function tempoOf(novelty: Float32Array): number {
  const fit = (bpm: number) => {
    const rarity = Math.log2(bpm / USUAL_BPM) / TEMPO_SPREAD;
    return bestComb(novelty, bpm).strength * Math.exp((-rarity * rarity) / 2);
  };
  const whole = range(FASTEST_BPM - SLOWEST_BPM + 1, (i) => SLOWEST_BPM + i);
  const best = bestOf(whole, fit);
  const fine = range(FINE_STEPS, (i) => best + FINE_BPM * ((2 * i) / (FINE_STEPS - 1) - 1));
  return bestOf(fine, fit);
}

/** The offset at which beats of `bpm` fall on most that is new, and how much that is per beat. */
function bestComb(novelty: Float32Array, bpm: number) {
  const step = (60 / bpm) * FRAME_RATE;
  const fit = (offset: number) => {
    let [sum, beats] = [0, 0];
    for (let t = offset; t < novelty.length; t += step) {
      sum += novelty[Math.round(t)] ?? 0;
      beats++;
    }
    return sum / Math.max(1, beats);
  };
  const offset = bestOf(
    range(Math.ceil(step), (i) => i),
    fit,
  );
  return { firstBeatSeconds: offset / FRAME_RATE, strength: fit(offset) };
}

/** How much of each pitch class is heard: peaks of the spectra. */
function chromaOf(samples: Float32Array): number[] {
  const stft = new Stft(TONES_N_FFT, TONES_HOP);
  const [re, im] = [new Float32Array(stft.bins), new Float32Array(stft.bins)];
  const chroma = new Array<number>(12).fill(0);
  const binHz = SAMPLE_RATE / TONES_N_FFT;
  try {
    for (let t = 0; t < stft.framesFor(samples.length); t++) {
      stft.forwardFrame(samples, t, re, im);
      const amplitude = re.map((value, k) => Math.hypot(value, im[k]));
      for (let k = Math.ceil(TONES_FROM_HZ / binHz); k * binHz < TONES_TO_HZ; k++) {
        if (amplitude[k] < amplitude[k - 1] || amplitude[k] < amplitude[k + 1]) continue;
        const pitch = Math.round(midiOfHz((k + vertexOf(amplitude, k)) * binHz));
        chroma[((pitch % 12) + 12) % 12] += Math.sqrt(amplitude[k]);
      }
    }
  } finally {
    stft.free();
  }
  return chroma;
}

/** Where the parabola through the logarithms of a peak has its vertex. */
function vertexOf(row: Float32Array, k: number): number {
  const [a, b, c] = [row[k - 1], row[k], row[k + 1]].map((value) => Math.log(value + 1e-12));
  const curvature = a - 2 * b + c;
  return curvature < 0 ? (a - c) / (2 * curvature) : 0;
}

function range(count: number, value: (i: number) => number): number[] {
  return Array.from({ length: count }, (_, i) => value(i));
}

function bestOf(values: readonly number[], fit: (value: number) => number): number {
  let [best, most] = [values[0], -Infinity];
  for (const value of values) {
    const fits = fit(value);
    if (fits > most) [best, most] = [value, fits];
  }
  return best;
}
