/** Kaiser window for 80 dB of stopband: 0.1102 · (A − 8.7), Kaiser 1974. */
const KAISER_BETA = 7.86;

/** A linear-phase low-pass at a quarter of the higher of two sample rates, of which one is twice the
 *  other; every second tap is zero. One object goes one way, block after block. */
export class HalfBand {
  /** Taps on each side of the middle. */
  readonly #reach: number;
  /** c[k] weighs the samples k + ½ of the lower rate before and after the middle. */
  readonly #taps: Float64Array;
  #past: Float32Array;
  #pastEven: Float32Array;

  /** @param reach samples of the lower rate that are looked at on each side: 16 passes up to 0.42 of
   *    the lower rate, 6 up to 0.27. Either way delays by as many. */
  constructor(reach: number) {
    this.#reach = reach;
    this.#taps = halfBandTaps(reach);
    this.#past = new Float32Array(2 * reach);
    this.#pastEven = new Float32Array(reach);
  }

  /** Twice as many samples as `input`, `reach` samples of `input` late. */
  interpolate(input: Float32Array): Float32Array {
    const reach = this.#reach;
    const taps = this.#taps;
    const all = joined(this.#past, input);
    const output = new Float32Array(2 * input.length);
    for (let i = 0; i < input.length; i++) {
      const middle = i + reach; // all[middle] is the input `reach` samples ago
      let between = 0;
      for (let k = 0; k < reach; k++) {
        between += taps[k] * (all[middle - k] + all[middle + 1 + k]);
      }
      output[2 * i] = all[middle];
      output[2 * i + 1] = between;
    }
    this.#past = all.slice(input.length);
    return output;
  }

  /** Half as many samples as `input` (an even number), `reach` samples of the output late.
   *  @param sounds false where all of `input` is 0 */
  decimate(input: Float32Array, sounds = true): Float32Array {
    const count = input.length / 2;
    const output = new Float32Array(count);
    if (!sounds && isSilent(this.#past) && isSilent(this.#pastEven)) return output;
    const reach = this.#reach;
    const taps = this.#taps;
    const [evens, odds] = [this.#pastEven, this.#past].map((past, phase) => {
      const all = new Float32Array(past.length + count);
      all.set(past);
      for (let i = 0; i < count; i++) all[past.length + i] = input[2 * i + phase];
      return all;
    });
    for (let i = 0; i < count; i++) {
      let sum = evens[i];
      // odds[i + reach] came half a sample after evens[i].
      for (let k = 0; k < reach; k++) {
        sum += taps[k] * (odds[i + reach - 1 - k] + odds[i + reach + k]);
      }
      output[i] = sum / 2;
    }
    this.#pastEven = evens.slice(count);
    this.#past = odds.slice(count);
    return output;
  }
}

/** Windowed sinc, scaled so that both sides together sum to 1. */
function halfBandTaps(reach: number): Float64Array {
  const taps = Float64Array.from({ length: reach }, (_, k) => {
    const distance = k + 0.5;
    const x = distance / reach;
    return (Math.sin(Math.PI * distance) / (Math.PI * distance)) * kaiser(x);
  });
  const sum = 2 * taps.reduce((total, tap) => total + tap, 0);
  return taps.map((tap) => tap / sum);
}

function kaiser(x: number): number {
  return besselI0(KAISER_BETA * Math.sqrt(Math.max(0, 1 - x * x))) / besselI0(KAISER_BETA);
}

/** Modified Bessel function of the first kind, order 0, by its power series. */
function besselI0(x: number): number {
  let sum = 1;
  let term = 1;
  for (let k = 1; term > sum * 1e-17; k++) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}

function joined(before: Float32Array, after: Float32Array): Float32Array {
  const all = new Float32Array(before.length + after.length);
  all.set(before);
  all.set(after, before.length);
  return all;
}

function isSilent(samples: Float32Array): boolean {
  return samples.every((sample) => sample === 0);
}
