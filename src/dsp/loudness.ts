import type { AudioData } from '../audio/audio-data.js';
import { WeightedEnergy } from './weighted-energy.js';

/** What silence reads, and everything else below the absolute gate (BS.1770-4). */
export const SILENCE_LUFS = -70;

/** BS.1770-4: a 997 Hz sine at 0 dBFS in one channel reads −3.01 LUFS. */
const OFFSET_LUFS = -0.691;
const MOMENTARY_SECONDS = 0.4;
const SHORT_TERM_SECONDS = 3;
const HOP_SECONDS = 0.1;
/** BS.1770-4: blocks this far below the mean of what passed the absolute gate don't count. */
const RELATIVE_GATE_LU = -10;
/** EBU Tech 3342. */
const RANGE_GATE_LU = -20;
const RANGE_PERCENTILES = [0.1, 0.95] as const;

/** Loudness by ITU-R BS.1770-4, EBU Tech 3341 and 3342. A file shorter than a window (0.4 s, 3 s) is
 *  one window. Nothing reads below −70. */
export interface Loudness {
  integratedLufs: number;
  momentaryMaxLufs: number;
  shortTermMaxLufs: number;
  /** LRA; 0 for files below 3 s. */
  rangeLu: number;
  /** LUFS of the 3 s that begin at i·0.1 s. */
  shortTerm: Float32Array;
  /** LUFS of the 0.4 s that begin at i·0.1 s. */
  momentary: Float32Array;
}

/** Measures mono or stereo `audio`. Mono counts as one speaker, so it reads 3 LU below the same
 *  signal in both channels. */
export function measureLoudness(audio: AudioData): Loudness {
  const meter = new LoudnessMeter(audio.sampleRate);
  meter.add(audio.channels);
  return meter.read();
}

/** The meter for audio that comes in blocks. */
export class LoudnessMeter {
  readonly #energy: WeightedEnergy;

  constructor(sampleRate: number) {
    this.#energy = new WeightedEnergy(sampleRate);
  }

  /** The next samples [any length] of every channel. */
  add(channels: readonly Float32Array[]): void {
    this.#energy.add(channels);
  }

  read(): Loudness {
    const gatingBlocks = this.#energy.windows(MOMENTARY_SECONDS, HOP_SECONDS);
    const shortTerm = this.#energy.windows(SHORT_TERM_SECONDS, HOP_SECONDS);
    return {
      integratedLufs: toLufs(gatedMean(gatingBlocks, RELATIVE_GATE_LU)),
      momentaryMaxLufs: toLufs(largest(this.#energy.windows(MOMENTARY_SECONDS))),
      shortTermMaxLufs: toLufs(largest(this.#energy.windows(SHORT_TERM_SECONDS))),
      rangeLu: loudnessRange(shortTerm),
      shortTerm: Float32Array.from(shortTerm, toLufs),
      momentary: Float32Array.from(gatingBlocks, toLufs),
    };
  }
}

/** Loudness of a K-weighted mean square (summed over channels). */
export function toLufs(meanSquare: number): number {
  return Math.max(SILENCE_LUFS, OFFSET_LUFS + 10 * Math.log10(meanSquare));
}

/** Mean of the blocks above −70 LUFS and above the mean of those plus `gateLu`; 0 if there is none. */
export function gatedMean(meanSquares: Float64Array, gateLu: number): number {
  return mean(gated(meanSquares, gateLu));
}

function gated(meanSquares: Float64Array, gateLu: number): Float64Array {
  const audible = meanSquares.filter((square) => toLufs(square) > SILENCE_LUFS);
  const threshold = mean(audible) * 10 ** (gateLu / 10);
  return audible.filter((square) => square > threshold);
}

/** LRA of EBU Tech 3342: between the 10th and the 95th percentile of the gated short-term loudness. */
function loudnessRange(shortTerm: Float64Array): number {
  const sorted = gated(shortTerm, RANGE_GATE_LU).sort();
  if (sorted.length === 0) return 0;
  const [low, high] = RANGE_PERCENTILES.map((p) => sorted[Math.round(p * (sorted.length - 1))]);
  return toLufs(high) - toLufs(low);
}

function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}

function largest(values: Float64Array): number {
  return values.reduce((max, value) => Math.max(max, value), 0);
}
