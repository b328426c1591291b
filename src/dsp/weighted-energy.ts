import type { BiquadCoefficients } from './biquad.js';
import { kWeighting } from './k-weighting.js';

/** Slices of 10 ms: fine enough that a momentary maximum is found wherever it lies (EBU Tech 3341,
 *  cases 10 and 13, move their bursts in such steps). */
const SLICES_PER_SECOND = 100;

const DENORMAL_GUARD = 1e-30;

/** Adds up the K-weighted energy of a signal, slice by slice of 10 ms, all channels together with
 *  weight 1 (left, right and centre have that weight in BS.1770; surround is folded down earlier). */
export class WeightedEnergy {
  /** Energy of all samples before slice k. */
  readonly #before: number[] = [0];
  readonly #filters: KFilter[] = [];
  #samples = 0;
  #energy = 0;

  constructor(readonly sampleRate: number) {}

  /** The next samples [any length] of every channel. */
  add(channels: readonly Float32Array[]): void {
    while (this.#filters.length < channels.length) this.#filters.push(new KFilter(this.sampleRate));
    const { length } = channels[0];
    let twin = 0;
    for (let from = 0; from < length;) {
      const to = Math.min(length, from + this.#boundary(this.#before.length) - this.#samples);
      channels.forEach((channel, c) => {
        // Sound of one channel that comes from both sides is looked at once.
        const isTwin = c === 1 && channel === channels[0];
        twin = isTwin ? twin : this.#filters[c].energy(channel, from, to);
        this.#energy += twin;
      });
      this.#samples += to - from;
      if (this.#samples === this.#boundary(this.#before.length)) this.#before.push(this.#energy);
      from = to;
    }
  }

  /** Mean squares (summed over the channels) of the windows of `windowSeconds` that begin every
   *  `hopSeconds`; what is shorter than one window is one window. */
  windows(windowSeconds: number, hopSeconds = 1 / SLICES_PER_SECOND): Float64Array {
    const size = Math.round(windowSeconds * SLICES_PER_SECOND);
    const hop = Math.round(hopSeconds * SLICES_PER_SECOND);
    const slices = this.#before.length - 1;
    if (slices < size) return Float64Array.of(this.#energy / Math.max(1, this.#samples));
    const count = Math.floor((slices - size) / hop) + 1;
    return Float64Array.from({ length: count }, (_, k) =>
      this.#meanSquare(k * hop, k * hop + size),
    );
  }

  /** Of slices `from`…`to` − 1. */
  #meanSquare(from: number, to: number): number {
    const energy = Math.max(0, this.#before[to] - this.#before[from]);
    return energy / (this.#boundary(to) - this.#boundary(from));
  }

  /** The sample at which slice k begins. */
  #boundary(k: number): number {
    return Math.round((k * this.sampleRate) / SLICES_PER_SECOND);
  }
}

/** Both stages of K-weighting on one channel, and the sum of squares of what comes out. */
class KFilter {
  readonly #shelf: BiquadCoefficients;
  readonly #highPass: BiquadCoefficients;
  readonly #state = new Float64Array(4);

  constructor(sampleRate: number) {
    [this.#shelf, this.#highPass] = kWeighting(sampleRate);
  }

  energy(samples: Float32Array, from: number, to: number): number {
    const { b0, b1, b2, a1, a2 } = this.#shelf;
    const { a1: c1, a2: c2 } = this.#highPass;
    const state = this.#state;
    let s1 = state[0];
    let s2 = state[1];
    let h1 = state[2];
    let h2 = state[3];
    let sum = 0;
    for (let i = from; i < to; i++) {
      const x = samples[i];
      const y = b0 * x + s1;
      s1 = b1 * x - a1 * y + s2;
      s2 = b2 * x - a2 * y;
      const z = y + h1; // the high-pass' numerator is 1, −2, 1
      h1 = -2 * y - c1 * z + h2;
      h2 = y - c2 * z;
      sum += z * z;
    }
    state[0] = guarded(s1);
    state[1] = guarded(s2);
    state[2] = guarded(h1);
    state[3] = guarded(h2);
    return sum;
  }
}

function guarded(state: number): number {
  return Math.abs(state) < DENORMAL_GUARD ? 0 : state;
}
