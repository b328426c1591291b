/** Non-zero taps on either side of a half-way point, in the first doubling: its transition band is
 *  ±5 % of Nyquist wide around Nyquist. */
const FIRST_REACH = 32;
/** In later doublings the signal fills at most half of the band, so short filters do. */
const LATER_REACH = 6;
/** Kaiser window: 70 dB of image rejection. */
const KAISER_BETA = 6.76;
/** Samples of context on either side that any oversampled point depends on. */
const CONTEXT = 40;

/** Interpolates samples at 2, 4, 8 … times their rate: a cascade of half-band doublings, which leaves
 *  the samples themselves as they are and delays nothing. */
export class Oversampler {
  readonly #stages: Float64Array[];
  #work: [Float64Array, Float64Array] = [new Float64Array(0), new Float64Array(0)];

  /** @param factor a power of two */
  constructor(readonly factor: number) {
    const count = Math.log2(factor);
    this.#stages = Array.from({ length: count }, (_, k) =>
      halfBandTaps(k === 0 ? FIRST_REACH : LATER_REACH),
    );
  }

  /** The points of `samples` from `from` to `to` (zeros outside the signal), at `factor` times the
   *  rate: point p lies at sample from − 1 + p / factor, so that there is one sample more at each end.
   *  @returns [(to − from + 2) · factor], valid until the next call */
  process(samples: Float32Array, from: number, to: number): Float64Array {
    const start = from - CONTEXT;
    let length = to - from + 2 * CONTEXT;
    this.#reserve(length * this.factor);
    let [current, next] = this.#work;
    for (let i = 0; i < length; i++) current[i] = samples[start + i] ?? 0;
    for (const taps of this.#stages) {
      double(current, length, taps, next);
      [current, next] = [next, current];
      length *= 2;
    }
    return current.subarray((CONTEXT - 1) * this.factor, length - (CONTEXT - 1) * this.factor);
  }

  /** How far an interpolated point can exceed the samples around it, as a factor: the largest sum of
   *  absolute weights. */
  get overshoot(): number {
    const impulse = new Float32Array(2 * CONTEXT + 1);
    impulse[CONTEXT] = 1;
    const kernel = this.process(impulse, 0, impulse.length);
    const sums = new Float64Array(this.factor);
    for (let p = 0; p < kernel.length; p++) sums[p % this.factor] += Math.abs(kernel[p]);
    return Math.max(...sums);
  }

  #reserve(length: number): void {
    if (this.#work[0].length >= length) return;
    this.#work = [new Float64Array(length), new Float64Array(length)];
  }
}

/** Every sample of `input` and, behind it, the point half-way to the next. Points too near the ends
 *  for the filter become 0. */
function double(
  input: Float64Array,
  length: number,
  taps: Float64Array,
  output: Float64Array,
): void {
  const reach = taps.length;
  for (let i = 0; i < length; i++) output[2 * i] = input[i];
  for (let i = 0; i < length; i++) output[2 * i + 1] = 0;
  for (let i = reach - 1; i < length - reach; i++) {
    let sum = 0;
    for (let j = 0; j < reach; j++) sum += taps[j] * (input[i - j] + input[i + 1 + j]);
    output[2 * i + 1] = sum;
  }
}

/** Weights of the `reach` samples on each side of a half-way point, nearest first: a sinc under a
 *  Kaiser window, scaled so that a constant stays what it is. */
function halfBandTaps(reach: number): Float64Array {
  const taps = new Float64Array(reach);
  for (let j = 0; j < reach; j++) {
    const distance = j + 0.5;
    const sinc = Math.sin(Math.PI * distance) / (Math.PI * distance);
    taps[j] = sinc * kaiser(distance / reach);
  }
  const sum = taps.reduce((total, tap) => total + tap, 0);
  return taps.map((tap) => tap / (2 * sum));
}

/** Kaiser window at `x` in −1…1 from its middle, up to a factor. */
function kaiser(x: number): number {
  return besselI0(KAISER_BETA * Math.sqrt(1 - x * x));
}

/** Modified Bessel function of order 0, by its series. */
function besselI0(x: number): number {
  let sum = 1;
  let term = 1;
  for (let k = 1; term > 1e-12 * sum; k++) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}
