/** How a string loses its energy. */
export interface StringLosses {
  /** Time in which the fundamental falls by 60 dB. */
  decaySeconds: number;
  /** The same at `BRIGHT_HERTZ`. */
  brightDecaySeconds: number;
}

const BRIGHT_HERTZ = 4000;
/** Values that the interpolation needs around the place that it reads. */
const GUARD = 4;

/** A string as a delay line that loses a little at each turn: extended Karplus–Strong (D. Jaffe and
 *  J. Smith, 1983), with Lagrange's cubic for lengths between samples. */
export class StringLoop {
  readonly #line: Float64Array;
  readonly #mask: number;
  #at = 0;
  #gain = 0;
  #pole = 0;
  #state = 0;

  /** @param lowestHertz the lowest that it will be asked for */
  constructor(
    private readonly sampleRate: number,
    lowestHertz: number,
  ) {
    const length = 2 ** Math.ceil(Math.log2(sampleRate / lowestHertz + 2 * GUARD));
    this.#line = new Float64Array(length);
    this.#mask = length - 1;
  }

  /** Sets the losses: a one-pole low-pass that gives both decay times at `hertz`. */
  damp(hertz: number, { decaySeconds, brightDecaySeconds }: StringLosses): void {
    const perTurn = (seconds: number) => 10 ** (-3 / (hertz * seconds));
    const low = perTurn(decaySeconds);
    const high = Math.min(0.999 * low, perTurn(Math.min(decaySeconds, brightDecaySeconds)));
    const omega = (2 * Math.PI * Math.max(BRIGHT_HERTZ, 2 * hertz)) / this.sampleRate;
    const ratio = (high / low) ** 2;
    const a = 1 - ratio * Math.cos(omega);
    const b = 1 - ratio;
    this.#pole = (a - Math.sqrt(Math.max(0, a * a - b * b))) / b;
    this.#gain = low / this.#lossAt(hertz);
  }

  /** The low-pass's gain at `hertz`. */
  #lossAt(hertz: number): number {
    const omega = (2 * Math.PI * hertz) / this.sampleRate;
    const p = this.#pole;
    return (1 - p) / Math.hypot(1 - p * Math.cos(omega), p * Math.sin(omega));
  }

  /** The length of line that sounds at `hertz`: a period without the low-pass's delay. */
  #lengthFor(hertz: number): number {
    const omega = (2 * Math.PI * hertz) / this.sampleRate;
    const p = this.#pole;
    const delay = Math.atan2(p * Math.sin(omega), 1 - p * Math.cos(omega)) / omega;
    return Math.min(this.#mask - GUARD, Math.max(GUARD, this.sampleRate / hertz - delay));
  }

  /** Lets `count` samples of `excitation` act on the string, and adds its motion to `out` at `at`.
   *  @param fromHertz pitch at the first sample
   *  @param toHertz pitch after the last
   *  @returns the largest motion */
  run(excitation: Float64Array, { out, at, count, fromHertz, toHertz, level }: StringRun): number {
    const line = this.#line;
    const mask = this.#mask;
    const pole = this.#pole;
    const feed = this.#gain * (1 - pole);
    let length = this.#lengthFor(fromHertz);
    const slope = (this.#lengthFor(toHertz) - length) / count;
    let state = this.#state;
    let place = this.#at;
    let peak = 0;
    for (let i = 0; i < count; i++) {
      const whole = Math.floor(length);
      const d = length - whole;
      const read = place - whole;
      const y0 = line[(read + 1) & mask];
      const y1 = line[read & mask];
      const y2 = line[(read - 1) & mask];
      const y3 = line[(read - 2) & mask];
      const c1 = y2 - y0 / 3 - y1 / 2 - y3 / 6;
      const c2 = (y0 + y2) / 2 - y1;
      const c3 = (y3 - y0) / 6 + (y1 - y2) / 2;
      state = feed * (((c3 * d + c2) * d + c1) * d + y1) + pole * state;
      const y = state + excitation[i];
      line[place & mask] = y;
      out[at + i] += y * level;
      if (y > peak) peak = y;
      place++;
      length += slope;
    }
    this.#state = Math.abs(state) < 1e-20 ? 0 : state;
    this.#at = place;
    return peak;
  }
}

interface StringRun {
  out: Float32Array;
  at: number;
  count: number;
  fromHertz: number;
  toHertz: number;
  level: number;
}
