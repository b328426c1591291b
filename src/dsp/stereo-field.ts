import { Biquad, highPass } from './biquad.js';

/** How far apart and where a sound is. */
export interface StereoSettings {
  /** 0 is mono, 1 as it comes, 2 twice as wide. */
  width: number;
  /** Below this the sides are taken away (12 dB per octave). */
  monoBelowHz?: number;
  /** −1 is left, 1 is right: the other side is turned down. */
  pan?: number;
}

/** Places stereo sound, block after block, in place. With a width of 1 and nothing else it changes
 *  nothing. */
export class StereoField {
  readonly #sideFilter?: Biquad;
  readonly #gains: readonly [left: number, right: number];

  constructor(
    sampleRate: number,
    readonly settings: StereoSettings,
  ) {
    const { monoBelowHz: cutoffHz, pan = 0 } = settings;
    if (cutoffHz) this.#sideFilter = new Biquad(highPass({ sampleRate, cutoffHz }));
    this.#gains = [Math.min(1, 1 - pan), Math.min(1, 1 + pan)];
  }

  process([left, right]: readonly Float32Array[]): void {
    if (this.settings.width !== 1 || this.#sideFilter) this.#widen(left, right);
    scale(left, this.#gains[0]);
    scale(right, this.#gains[1]);
  }

  #widen(left: Float32Array, right: Float32Array): void {
    const side = new Float32Array(left.length);
    for (let i = 0; i < side.length; i++) side[i] = (left[i] - right[i]) / 2;
    const wanted = side.slice();
    this.#sideFilter?.process(wanted);
    const { width } = this.settings;
    for (let i = 0; i < side.length; i++) {
      const change = width * wanted[i] - side[i];
      left[i] += change;
      right[i] -= change;
    }
  }
}

/** The gains of both sides for sound of one channel: of constant power, 1 in the middle. */
export function panGains(pan: number): [left: number, right: number] {
  if (pan === 0) return [1, 1];
  const angle = ((pan + 1) * Math.PI) / 4;
  return [Math.SQRT2 * Math.cos(angle), Math.SQRT2 * Math.sin(angle)];
}

function scale(samples: Float32Array, gain: number): void {
  if (gain === 1) return;
  for (let i = 0; i < samples.length; i++) samples[i] *= gain;
}
