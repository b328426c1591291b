import { allPass, Biquad, highPass, lowPass } from './biquad.js';

/** Splits a sound into three bands whose sum has the spectrum of the whole: Linkwitz-Riley filters of
 *  24 dB per octave, the low band's phase turned as the other two were. */
export class ThreeBands {
  readonly #lows: Biquad[];
  readonly #rests: Biquad[];
  readonly #middles: Biquad[];
  readonly #highs: Biquad[];
  readonly #turn: Biquad;

  constructor(sampleRate: number, [lowHz, highHz]: readonly [number, number]) {
    const twice = (design: typeof lowPass, cutoffHz: number) =>
      [0, 1].map(() => new Biquad(design({ sampleRate, cutoffHz })));
    this.#lows = twice(lowPass, lowHz);
    this.#rests = twice(highPass, lowHz);
    this.#middles = twice(lowPass, highHz);
    this.#highs = twice(highPass, highHz);
    this.#turn = new Biquad(allPass({ sampleRate, cutoffHz: highHz }));
  }

  /** @returns low, middle and high of one channel's next `samples` */
  split(samples: Float32Array): [Float32Array, Float32Array, Float32Array] {
    const low = filtered(samples, [...this.#lows, this.#turn]);
    const rest = filtered(samples, this.#rests);
    return [low, filtered(rest, this.#middles), filtered(rest, this.#highs)];
  }
}

function filtered(samples: Float32Array, filters: readonly Biquad[]): Float32Array {
  const output = samples.slice();
  for (const filter of filters) filter.process(output);
  return output;
}
