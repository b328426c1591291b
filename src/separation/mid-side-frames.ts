import type { Stft } from '../dsp/stft.js';

/** The spectrum of one frame, [bins] each. */
export interface Spectrum {
  readonly re: Float32Array;
  readonly im: Float32Array;
}

/** Spectra of mid ((L + R) / 2) and side ((L − R) / 2) of stereo sound, one frame at a time. */
export class MidSideFrames {
  readonly mid: Spectrum;
  readonly side: Spectrum;
  /** Frames in all. */
  readonly count: number;

  constructor(
    readonly stft: Stft,
    readonly left: Float32Array,
    readonly right: Float32Array,
  ) {
    this.count = stft.framesFor(left.length);
    this.mid = emptySpectrum(stft.bins);
    this.side = emptySpectrum(stft.bins);
  }

  /** Samples per channel. */
  get length(): number {
    return this.left.length;
  }

  /** Makes `mid` and `side` those of frame `t`. */
  analyse(t: number): void {
    const { mid, side } = this;
    this.stft.forwardFrame(this.left, t, mid.re, mid.im);
    this.stft.forwardFrame(this.right, t, side.re, side.im);
    toMidSide(mid.re, side.re);
    toMidSide(mid.im, side.im);
  }

  /** Power of the mid in `bin`. */
  midPowerAt(bin: number): number {
    return this.mid.re[bin] ** 2 + this.mid.im[bin] ** 2;
  }

  /** Power of the side in `bin`. */
  sidePowerAt(bin: number): number {
    return this.side.re[bin] ** 2 + this.side.im[bin] ** 2;
  }
}

/** A silent spectrum. */
export function emptySpectrum(bins: number): Spectrum {
  return { re: new Float32Array(bins), im: new Float32Array(bins) };
}

/** Turns left and right into mid and side, in place. */
function toMidSide(left: Float32Array, right: Float32Array): void {
  for (let i = 0; i < left.length; i++) {
    const mid = (left[i] + right[i]) / 2;
    right[i] = (left[i] - right[i]) / 2;
    left[i] = mid;
  }
}
