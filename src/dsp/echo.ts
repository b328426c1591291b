import { Biquad, type BiquadCoefficients } from './biquad.js';

/** Echoes of a sound. */
export interface EchoSettings {
  /** From one echo to the next. */
  delaySeconds: number;
  /** Share of each echo that is in the next. */
  feedback: number;
  /** Whether the echoes change sides. */
  pingPong: boolean;
  /** Each echo goes through these once more. */
  filters: readonly BiquadCoefficients[];
}

/** A delay with feedback, mono in, stereo out, wet only. */
export class Echo {
  readonly #rings: Float32Array[];
  readonly #filters: Biquad[][];
  #position = 0;

  constructor(
    sampleRate: number,
    readonly settings: EchoSettings,
  ) {
    const length = Math.max(1, Math.round(settings.delaySeconds * sampleRate));
    this.#rings = [0, 1].map(() => new Float32Array(length));
    this.#filters = [0, 1].map(() => settings.filters.map((each) => new Biquad(each)));
  }

  /** The echoes of the next `input` [n], added to `left` and `right` [n] with `gain`. */
  addTo(left: Float32Array, right: Float32Array, input: Float32Array, gain: number): void {
    // No echo feeds itself within a block that is no longer than the delay.
    const { length } = this.#rings[0];
    for (let from = 0; from < input.length;) {
      const to = Math.min(input.length, from + length - this.#position);
      const sides = [left, right].map((side) => side.subarray(from, to));
      this.#addStretch(sides, input.subarray(from, to), gain);
      from = to;
    }
  }

  /** A stretch that doesn't go beyond the end of the rings. */
  #addStretch(sides: readonly Float32Array[], input: Float32Array, gain: number): void {
    const { feedback, pingPong } = this.settings;
    const position = this.#position;
    const stretches = this.#rings.map((ring) => ring.subarray(position, position + input.length));
    const echoes = stretches.map((stretch) => stretch.slice());
    echoes.forEach((echo, s) => {
      for (const filter of this.#filters[s]) filter.process(echo);
      const side = sides[s];
      for (let i = 0; i < side.length; i++) side[i] += gain * echo[i];
    });
    stretches.forEach((stretch, s) => {
      const back = echoes[pingPong ? 1 - s : s];
      const share = pingPong && s === 1 ? 0 : 1; // the first echo of a ping-pong comes from the left
      for (let i = 0; i < stretch.length; i++) stretch[i] = share * input[i] + feedback * back[i];
    });
    this.#position = (position + input.length) % this.#rings[0].length;
  }
}
