import type { AudioStream } from '../audio/audio-stream.js';
import { gainToDb, powerToDb } from '../dsp/decibels.js';
import { gatedMean, LoudnessMeter, SILENCE_LUFS, toLufs } from '../dsp/loudness.js';
import { SpectrumMeter } from '../dsp/spectrum-meter.js';
import type { WeightedEnergy } from '../dsp/weighted-energy.js';
import { checkpoint, type RunOptions } from '../progress.js';

/** Peaks are looked at in blocks of this length: one note, one stroke. */
const PEAK_BLOCK_SECONDS = 0.05;
/** Blocks so far below the loudest are pauses. */
const PAUSE_DB = 50;
const FLOOR_RANK = 0.1;
const USUAL_RANK = 0.5;
const LOUD_RANK = 0.95;

/** What the automatic mix goes by. */
export interface StemMeasurements {
  /** Of the stem alone, in both loudspeakers if it is mono; −70 if silent. */
  integratedLufs: number;
  /** Levels of the middle in third octaves, dB. */
  spectrumDb: Float64Array;
  /** Power of the sides over that of the middle, dB; −150 for mono. */
  sideToMidDb: number;
  /** Peak levels, dB: of what is played, the usual and the loud ones. */
  usualPeakDb: number;
  loudPeakDb: number;
  /** Peak level of the softest tenth of all blocks: what is left in pauses. */
  floorDb: number;
}

/** Listens to a stem once. */
export async function measureStem(
  stream: AudioStream,
  options: RunOptions = {},
): Promise<StemMeasurements> {
  const loudness = new LoudnessMeter(stream.sampleRate);
  const spectrum = new SpectrumMeter(stream.sampleRate);
  const peaks = new BlockPeaks(Math.round(PEAK_BLOCK_SECONDS * stream.sampleRate));
  const width = { mid: 0, side: 0 };
  let position = 0;
  for await (const { channels, length } of stream.blocks()) {
    const [left, right = left] = channels;
    loudness.add([left, right]);
    const mid = left === right ? left : middleOf(left, right);
    spectrum.add([mid]);
    peaks.add(mid);
    addWidth(width, mid, left);
    position += length;
    await checkpoint(options, position / stream.length);
  }
  return {
    integratedLufs: loudness.read().integratedLufs,
    spectrumDb: spectrum.finish().map(powerToDb),
    sideToMidDb: gainToDb(Math.sqrt(width.side / Math.max(1e-20, width.mid))),
    ...peaks.read(),
  };
}

function middleOf(left: Float32Array, right: Float32Array): Float32Array {
  const mid = new Float32Array(left.length);
  for (let i = 0; i < mid.length; i++) mid[i] = (left[i] + right[i]) / 2;
  return mid;
}

/** Of `left` and the middle, since the side is left − middle. */
function addWidth(
  width: { mid: number; side: number },
  mid: Float32Array,
  left: Float32Array,
): void {
  for (let i = 0; i < mid.length; i++) {
    const side = left[i] - mid[i];
    width.mid += mid[i] * mid[i];
    width.side += side * side;
  }
}

class BlockPeaks {
  readonly #peaks: number[] = [];
  #peak = 0;
  #count = 0;

  constructor(readonly blockLength: number) {}

  add(samples: Float32Array): void {
    for (let from = 0; from < samples.length;) {
      const to = Math.min(samples.length, from + this.blockLength - this.#count);
      for (let i = from; i < to; i++) this.#peak = Math.max(this.#peak, Math.abs(samples[i]));
      this.#count += to - from;
      from = to;
      if (this.#count === this.blockLength) this.#finishBlock();
    }
  }

  read(): Pick<StemMeasurements, 'usualPeakDb' | 'loudPeakDb' | 'floorDb'> {
    if (this.#peaks.length === 0) this.#finishBlock();
    const all = Float64Array.from(this.#peaks, gainToDb).sort();
    const loudest = all[all.length - 1];
    const played = all.filter((db) => db > loudest - PAUSE_DB);
    return {
      usualPeakDb: rank(played, USUAL_RANK) ?? loudest,
      loudPeakDb: rank(played, LOUD_RANK) ?? loudest,
      floorDb: rank(all, FLOOR_RANK) ?? loudest,
    };
  }

  #finishBlock(): void {
    this.#peaks.push(this.#peak);
    this.#peak = 0;
    this.#count = 0;
  }
}

function rank(sorted: Float64Array, share: number): number | undefined {
  return sorted.at(Math.floor(share * (sorted.length - 1)));
}

/** Loudness of the passages of `energy` that are loud enough to count. */
export function playedLufs(energy: WeightedEnergy): number {
  const windows = energy.windows(0.4, 0.1);
  return Math.max(SILENCE_LUFS, toLufs(gatedMean(windows, -10)));
}
