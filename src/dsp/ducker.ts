import { bandPass, Biquad } from './biquad.js';
import { Compressor, peakLevels } from './compressor.js';
import { dbToGain } from './decibels.js';

/** From the threshold on, the dip deepens to its full depth within so much. */
const FULL_AFTER_DB = 12;
const KNEE_DB = 6;

/** Where the dip lies, and when it comes. */
export interface DuckerSettings {
  frequencyHz: number;
  q: number;
  /** How deep the dip gets. */
  depthDb: number;
  /** Peak level of the key from which it dips. */
  thresholdDb: number;
  attackMs: number;
  releaseMs: number;
}

/** Makes room for another sound, the key: a bell dips while the key is loud. Passes its sound bit by
 *  bit while the key is silent. */
export class Ducker {
  readonly #filters: Biquad[];
  readonly #compressor: Compressor;
  readonly #leastGain: number;

  constructor(sampleRate: number, settings: DuckerSettings, numberOfChannels: number) {
    const { frequencyHz: cutoffHz, q, depthDb, thresholdDb, attackMs, releaseMs } = settings;
    const band = bandPass({ sampleRate, cutoffHz, q });
    this.#filters = Array.from({ length: numberOfChannels }, () => new Biquad(band));
    // Slope 1 − 1/ratio: `depthDb` is reached `FULL_AFTER_DB` above the threshold.
    const slope = Math.min(0.99, depthDb / FULL_AFTER_DB);
    const timing = { attackMs, releaseMs };
    this.#compressor = new Compressor(sampleRate, {
      ...timing,
      thresholdDb,
      ratio: 1 / (1 - slope),
      kneeDb: KNEE_DB,
    });
    this.#leastGain = dbToGain(-depthDb);
  }

  /** Ducks `channels` in place under `key` (as many samples). */
  process(channels: readonly Float32Array[], key: readonly Float32Array[]): void {
    const gains = peakLevels(key);
    this.#compressor.gains(gains);
    const least = this.#leastGain;
    for (let i = 0; i < gains.length; i++) gains[i] = Math.max(least, gains[i]) - 1;
    channels.forEach((channel, c) => {
      const band = channel.slice();
      this.#filters[c].process(band);
      for (let i = 0; i < gains.length; i++) channel[i] += gains[i] * band[i];
    });
  }
}
