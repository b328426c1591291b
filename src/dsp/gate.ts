import { dbToGain } from './decibels.js';

const DB_PER_NEPER = 20 / Math.LN10;
/** The level that is compared with the threshold falls so fast after a peak. */
const DETECTOR_RELEASE_MS = 10;

/** What is turned down, how far and how fast. */
export interface GateSettings {
  thresholdDb: number;
  /** Below the threshold, the output falls by so many dB where the input falls by 1 dB. */
  ratio: number;
  /** At most so much. */
  rangeDb: number;
  /** Time constant in which it opens. */
  attackMs: number;
  /** It stays open for so long after the level fell below the threshold. */
  holdMs: number;
  /** Time constant in which it closes. */
  releaseMs: number;
}

/** Downward expander, all channels alike, block after block. Open, it passes its sound bit by bit. */
export class Gate {
  readonly #threshold: number;
  readonly #range: number;
  readonly #attack: number;
  readonly #release: number;
  readonly #fall: number;
  readonly #hold: number;
  #level = 0;
  #held = 0;
  #gain = 1;

  constructor(
    sampleRate: number,
    readonly settings: GateSettings,
  ) {
    const perSample = (ms: number) => Math.exp(-1000 / (ms * sampleRate));
    this.#threshold = dbToGain(settings.thresholdDb);
    this.#range = dbToGain(-settings.rangeDb);
    this.#attack = perSample(settings.attackMs);
    this.#release = perSample(settings.releaseMs);
    this.#fall = perSample(DETECTOR_RELEASE_MS);
    this.#hold = Math.round((settings.holdMs / 1000) * sampleRate);
  }

  process(channels: readonly Float32Array[]): void {
    for (let i = 0; i < channels[0].length; i++) {
      let level = 0;
      for (const channel of channels) level = Math.max(level, Math.abs(channel[i]));
      const gain = this.#nextGain(level);
      if (gain !== 1) for (const channel of channels) channel[i] *= gain;
    }
  }

  #nextGain(level: number): number {
    this.#level = Math.max(level, this.#level * this.#fall);
    if (this.#level >= this.#threshold) this.#held = this.#hold;
    else if (this.#held > 0) this.#held--;
    const target = this.#held > 0 || this.#level >= this.#threshold ? 1 : this.#closedGain();
    const coefficient = target > this.#gain ? this.#attack : this.#release;
    this.#gain = target + coefficient * (this.#gain - target);
    if (target === 1 && this.#gain > 0.99999) this.#gain = 1;
    return this.#gain;
  }

  #closedGain(): number {
    if (this.#level === 0) return this.#range;
    const underDb = DB_PER_NEPER * Math.log(this.#threshold / this.#level);
    return Math.max(this.#range, Math.exp((-underDb * (this.settings.ratio - 1)) / DB_PER_NEPER));
  }
}
