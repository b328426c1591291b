import { DifferenceFunction } from './difference-function.js';
import { dbToGain } from './decibels.js';

/** One possible period of a frame. */
export interface PitchCandidate {
  hz: number;
  /** Share of YIN's thresholds that would pick this period, 0…1. */
  probability: number;
}

/** Threshold prior of pYIN, Beta(2, β), whose mean is 2 / (2 + β): 0.25 here, where Mauch & Dixon offer
 *  0.1…0.2, since breathy singing repeats itself less well than their tests did (on vocadito, voicing
 *  recall rises from 0.93 to 0.97 with hardly more false alarms; see `scripts/eval/pitch.ts`). */
const THRESHOLD_BETA = 6;
/** Weight of the deepest trough under the thresholds that no trough meets (Mauch & Dixon). */
const NO_TROUGH_WEIGHT = 0.01;
/** Lag around which a frame is centred: the middle of what is read depends on the period. */
const CENTRE_LAG_SECONDS = 0.004;
/** Long enough for 1½ periods of the lowest voice, short enough for fast vibrato. */
const WINDOW_SECONDS = 0.03;
/** Frames below this level hold no voice (dither, a noise gate's floor). */
const SILENCE_RMS = dbToGain(-66);

/** Pitch candidates of a signal, frame by frame, after pYIN (Mauch & Dixon, ICASSP 2014): YIN run
 *  with all thresholds at once, each weighted by its prior probability. */
export class PitchCandidates {
  readonly #difference: DifferenceFunction;
  readonly #frame: Float32Array;
  readonly #values: Float32Array;
  readonly #minLag: number;
  readonly #leadSamples: number;

  constructor(
    readonly sampleRate: number,
    range: { minHz: number; maxHz: number },
  ) {
    const windowLength = Math.round(WINDOW_SECONDS * sampleRate);
    this.#difference = new DifferenceFunction(
      windowLength,
      Math.ceil(sampleRate / range.minHz) + 1,
    );
    this.#frame = new Float32Array(this.#difference.frameLength);
    this.#values = new Float32Array(this.#difference.maxLag + 1);
    this.#minLag = Math.floor(sampleRate / range.maxHz);
    this.#leadSamples = Math.round((windowLength + CENTRE_LAG_SECONDS * sampleRate) / 2);
  }

  /** Candidates of the frame that is centred on sample `centre` of mono `samples`, by rising
   *  period; none where there is silence. Samples outside the signal count as zeros. */
  at(samples: Float32Array, centre: number): PitchCandidate[] {
    this.#read(samples, centre - this.#leadSamples);
    if (rms(this.#frame) < SILENCE_RMS) return [];
    this.#difference.compute(this.#frame, this.#values);
    return this.#weighTroughs();
  }

  free(): void {
    this.#difference.free();
  }

  #read(samples: Float32Array, start: number): void {
    const from = Math.max(0, start);
    const to = Math.min(samples.length, start + this.#frame.length);
    this.#frame.fill(0);
    if (from < to) this.#frame.set(samples.subarray(from, to), from - start);
  }

  /** Each threshold picks the first trough below it, so a trough gets the thresholds between its
   *  own depth and that of the deepest trough at a shorter lag. */
  #weighTroughs(): PitchCandidate[] {
    const candidates: PitchCandidate[] = [];
    const values = this.#values;
    let deepest = 1;
    for (let lag = this.#minLag; lag < values.length - 1; lag++) {
      const depth = values[lag];
      const isTrough = depth < values[lag - 1] && depth <= values[lag + 1];
      if (!isTrough || depth >= deepest) continue;
      const offset = vertexOffset(values[lag - 1], depth, values[lag + 1]);
      candidates.push({
        hz: this.sampleRate / (lag + offset),
        probability: thresholdsBelow(deepest) - thresholdsBelow(depth),
      });
      deepest = depth;
    }
    const last = candidates.at(-1);
    if (last) last.probability += NO_TROUGH_WEIGHT * thresholdsBelow(deepest);
    return candidates;
  }
}

/** The probability of a threshold below `value`: the distribution function of Beta(2, β). */
function thresholdsBelow(value: number): number {
  return 1 - (1 - value) ** THRESHOLD_BETA * (1 + THRESHOLD_BETA * value);
}

/** Where the parabola through three neighbours has its vertex, −½…½ from the middle one. */
function vertexOffset(before: number, at: number, after: number): number {
  const curvature = before - 2 * at + after;
  return curvature > 0 ? (before - after) / (2 * curvature) : 0;
}

function rms(samples: Float32Array): number {
  let energy = 0;
  for (const sample of samples) energy += sample * sample;
  return Math.sqrt(energy / samples.length);
}
