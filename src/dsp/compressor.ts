import { dbToGain } from './decibels.js';
import { ChannelDelay } from './delay.js';

const DB_PER_NEPER = 20 / Math.LN10;
/** A release that has come down to this is over, so that the signal passes bit by bit again. */
const SMALLEST_REDUCTION_DB = 1e-4;

/** What the compressor does to loud parts, and how fast. */
export interface CompressorSettings {
  thresholdDb: number;
  /** Above the threshold, the output rises by 1 dB where the input rises by this many. */
  ratio: number;
  /** Width of the soft bend around the threshold, dB. */
  kneeDb: number;
  /** Time constants of the gain. */
  attackMs: number;
  releaseMs: number;
  /** So long before a sound gets loud its gain begins to fall; the sound is delayed by that. */
  lookAheadMs?: number;
  /** Gain of the compressed sound. */
  makeupDb?: number;
  /** Share of the compressed sound, 0…1 (the default); the rest is the sound as it was. */
  mix?: number;
}

/** Feed-forward compressor, all channels alike, block after block (smooth branching detector in dB,
 *  soft knee: Giannoulis, Massberg & Reiss, "Digital Dynamic Range Compressor Design", JAES 2012). */
export class Compressor {
  readonly #attack: number;
  readonly #release: number;
  /** Linear level at which the knee begins. */
  readonly #kneeBegin: number;
  readonly #makeup: number;
  readonly #mix: number;
  readonly #delay: ChannelDelay;
  /** Samples by which `process` delays the sound. */
  readonly latency: number;
  #reductionDb = 0;

  constructor(
    sampleRate: number,
    readonly settings: CompressorSettings,
    numberOfChannels = 1,
  ) {
    const { lookAheadMs = 0, makeupDb = 0, mix = 1 } = settings;
    this.latency = Math.round((lookAheadMs / 1000) * sampleRate);
    this.#delay = new ChannelDelay(this.latency, numberOfChannels);
    this.#makeup = dbToGain(makeupDb);
    this.#mix = mix;
    this.#attack = Math.exp(-1000 / (settings.attackMs * sampleRate));
    this.#release = Math.exp(-1000 / (settings.releaseMs * sampleRate));
    this.#kneeBegin = dbToGain(settings.thresholdDb - settings.kneeDb / 2);
  }

  /** Compresses `channels` in place, by their own level or by that of `key` (as many samples). */
  process(channels: readonly Float32Array[], key: readonly Float32Array[] = channels): void {
    const gains = peakLevels(key);
    const works = this.gains(gains);
    this.#delay.process(channels);
    const dry = 1 - this.#mix;
    const wet = this.#mix * this.#makeup;
    if (!works && dry + wet === 1) return;
    for (let i = 0; i < gains.length; i++) gains[i] = dry + wet * gains[i];
    for (const channel of channels) for (let i = 0; i < gains.length; i++) channel[i] *= gains[i];
  }

  /** Turns the detected `levels` (linear, ≥ 0; of the signal itself, or of a side chain) into the linear
   *  gains for the same samples, in place.
   *  @returns whether any gain isn't 1 */
  gains(levels: Float32Array): boolean {
    const [attack, release, kneeBegin] = [this.#attack, this.#release, this.#kneeBegin];
    let reduction = this.#reductionDb;
    let works = false;
    for (let i = 0; i < levels.length; i++) {
      const level = levels[i];
      if (level <= kneeBegin && reduction === 0) {
        levels[i] = 1;
        continue;
      }
      const target = level > kneeBegin ? this.reductionDb(DB_PER_NEPER * Math.log(level)) : 0;
      const coefficient = target > reduction ? attack : release;
      reduction = target + coefficient * (reduction - target);
      if (target === 0 && reduction < SMALLEST_REDUCTION_DB) reduction = 0;
      levels[i] = Math.exp(-reduction / DB_PER_NEPER);
      works = true;
    }
    this.#reductionDb = reduction;
    return works;
  }

  /** How many dB a steady level of `levelDb` is turned down by. */
  reductionDb(levelDb: number): number {
    const { thresholdDb, ratio, kneeDb } = this.settings;
    const over = levelDb - thresholdDb;
    const slope = 1 - 1 / ratio;
    if (over <= -kneeDb / 2) return 0;
    if (over >= kneeDb / 2) return slope * over;
    return (slope * (over + kneeDb / 2) ** 2) / (2 * kneeDb);
  }
}

/** The largest absolute value of all channels, sample by sample. */
export function peakLevels(channels: readonly Float32Array[]): Float32Array {
  const levels = new Float32Array(channels[0].length);
  for (const channel of channels) {
    for (let i = 0; i < levels.length; i++) {
      const level = Math.abs(channel[i]);
      if (level > levels[i]) levels[i] = level;
    }
  }
  return levels;
}
