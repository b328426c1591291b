import type { Stft } from '../dsp/stft.js';

/** Spectra of mid ((L + R) / 2) and side ((L − R) / 2), one frame at a time. */
export class MidSideFrames {
  readonly mid: { re: Float32Array; im: Float32Array };
  readonly side: { re: Float32Array; im: Float32Array };
  readonly count: number;

  constructor(
    readonly stft: Stft,
    readonly left: Float32Array,
    readonly right: Float32Array,
  ) {
    this.count = stft.framesFor(left.length);
    this.mid = { re: new Float32Array(stft.bins), im: new Float32Array(stft.bins) };
    this.side = { re: new Float32Array(stft.bins), im: new Float32Array(stft.bins) };
  }

  get length(): number {
    return this.left.length;
  }

  analyse(t: number): void {
    const { mid, side } = this;
    this.stft.forwardFrame(this.left, t, mid.re, mid.im);
    this.stft.forwardFrame(this.right, t, side.re, side.im);
    toMidSide(mid.re, side.re);
    toMidSide(mid.im, side.im);
  }

  midPowerAt(bin: number): number {
    return this.mid.re[bin] ** 2 + this.mid.im[bin] ** 2;
  }

  sidePowerAt(bin: number): number {
    return this.side.re[bin] ** 2 + this.side.im[bin] ** 2;
  }
}

/** Turns left and right into mid and side, in place. */
function toMidSide(left: Float32Array, right: Float32Array): void {
  for (let i = 0; i < left.length; i++) {
    const mid = (left[i] + right[i]) / 2;
    right[i] = (left[i] - right[i]) / 2;
    left[i] = mid;
  }
}
