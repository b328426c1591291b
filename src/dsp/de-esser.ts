import { Biquad, highPass } from './biquad.js';
import { Compressor } from './compressor.js';
import { dbToGain } from './decibels.js';

/** Where the noise of s, sh and ch lies: what is detected. */
const SIBILANCE_HZ = 5500;
/** Corner of the shelf that is turned down, as a share of that. */
const SHELF_SHARE = 0.82;
const ATTACK_MS = 0.5;
const RELEASE_MS = 40;
const RATIO = 4;
const KNEE_DB = 4;
/** Values below this are silence; zeroing them keeps the CPU out of slow denormal arithmetic. */
const DENORMAL_GUARD = 1e-30;

/** When a de-esser acts, and how far. */
export interface DeEsserSettings {
  /** Peak level of the band above `frequencyHz`. */
  thresholdDb: number;
  frequencyHz?: number;
  /** At most so much. */
  rangeDb?: number;
}

/** Turns down the highs (as a first-order shelf) while the band above `frequencyHz` is louder than
 *  `thresholdDb`, all channels alike; passes the rest unchanged. */
export class DeEsser {
  readonly #detectors: Biquad[];
  readonly #compressor: Compressor;
  readonly #smoothing: number;
  readonly #leastGain: number;
  readonly #low: Float64Array;

  constructor(
    sampleRate: number,
    { thresholdDb, frequencyHz = SIBILANCE_HZ, rangeDb = Infinity }: DeEsserSettings,
    numberOfChannels = 1,
  ) {
    const detector = highPass({ sampleRate, cutoffHz: frequencyHz });
    this.#detectors = Array.from({ length: numberOfChannels }, () => new Biquad(detector));
    this.#compressor = new Compressor(sampleRate, {
      thresholdDb,
      ratio: RATIO,
      kneeDb: KNEE_DB,
      attackMs: ATTACK_MS,
      releaseMs: RELEASE_MS,
    });
    this.#smoothing = 1 - Math.exp((-2 * Math.PI * SHELF_SHARE * frequencyHz) / sampleRate);
    this.#leastGain = dbToGain(-rangeDb);
    this.#low = new Float64Array(numberOfChannels);
  }

  /** De-esses `channels` in place. */
  process(channels: readonly Float32Array[]): void {
    const levels = new Float32Array(channels[0].length);
    channels.forEach((channel, c) => {
      const sibilance = channel.slice();
      this.#detectors[c].process(sibilance);
      for (let i = 0; i < levels.length; i++) {
        levels[i] = Math.max(levels[i], Math.abs(sibilance[i]));
      }
    });
    const works = this.#compressor.gains(levels);
    if (works) raiseTo(levels, this.#leastGain);
    channels.forEach((channel, c) => this.#turnDown(channel, levels, c));
  }

  #turnDown(samples: Float32Array, gains: Float32Array, c: number): void {
    let low = this.#low[c];
    for (let i = 0; i < samples.length; i++) {
      low += this.#smoothing * (samples[i] - low);
      samples[i] += (gains[i] - 1) * (samples[i] - low);
    }
    this.#low[c] = Math.abs(low) < DENORMAL_GUARD ? 0 : low;
  }
}

function raiseTo(gains: Float32Array, least: number): void {
  for (let i = 0; i < gains.length; i++) if (gains[i] < least) gains[i] = least;
}
