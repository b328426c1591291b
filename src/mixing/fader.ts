import { dbToGain } from '../dsp/decibels.js';
import type { StripSettings } from './session.js';

/** The ride is followed in steps of so many samples, and straight between them. */
const STEP = 64;

/** A fader and its ride. Ask for stretches in rising order. */
export class Fader {
  readonly #base: number;
  readonly #ride: StripSettings['ride'];
  #next = 0;

  constructor(
    { faderDb, ride }: Pick<StripSettings, 'faderDb' | 'ride'>,
    readonly sampleRate: number,
  ) {
    this.#base = dbToGain(faderDb);
    this.#ride = [...ride].sort((a, b) => a.seconds - b.seconds);
  }

  /** The gain for each of `length` samples from sample `from` on, or the one for all of them. */
  gains(from: number, length: number): number | Float32Array {
    if (this.#ride.length === 0) return this.#base;
    const gains = new Float32Array(length);
    let before = this.#gainAt(from);
    for (let start = 0; start < length; start += STEP) {
      const after = this.#gainAt(from + start + STEP);
      const end = Math.min(length, start + STEP);
      for (let i = start; i < end; i++) {
        gains[i] = before + ((after - before) * (i - start)) / STEP;
      }
      before = after;
    }
    return gains;
  }

  #gainAt(sample: number): number {
    return this.#base * dbToGain(this.#rideDbAt(sample / this.sampleRate));
  }

  #rideDbAt(seconds: number): number {
    const ride = this.#ride;
    while (this.#next > 0 && ride[this.#next - 1].seconds > seconds) this.#next--;
    while (this.#next < ride.length && ride[this.#next].seconds <= seconds) this.#next++;
    const before = ride[Math.max(0, this.#next - 1)];
    const after = ride[Math.min(ride.length - 1, this.#next)];
    if (after.seconds <= before.seconds) return after.gainDb;
    const share = (seconds - before.seconds) / (after.seconds - before.seconds);
    return before.gainDb + (after.gainDb - before.gainDb) * Math.max(0, share);
  }
}
