import { RealFft } from './fft.js';
import { hannPeriodic } from './windows.js';

/** Short-time spectra, row-major [frames × bins]. */
export interface Spectrogram {
  readonly frames: number;
  readonly bins: number;
  readonly re: Float32Array;
  readonly im: Float32Array;
}

/** Short-time Fourier transform with a periodic Hann window, centred: frame t is centred on sample
 *  t·hopLength, with zeros outside the signal. `inverse` undoes `forward` to about −130 dB for any
 *  hopLength ≤ nFft / 2. */
export class Stft {
  readonly bins: number;
  readonly #fft: RealFft;
  readonly #window: Float32Array;
  readonly #frame: Float32Array;

  constructor(
    readonly nFft: number,
    readonly hopLength: number,
  ) {
    this.#fft = new RealFft(nFft);
    this.#window = hannPeriodic(nFft);
    this.#frame = new Float32Array(nFft);
    this.bins = this.#fft.bins;
  }

  /** How many frames `length` samples make. */
  framesFor(length: number): number {
    return Math.floor(length / this.hopLength) + 1;
  }

  forward(samples: Float32Array): Spectrogram {
    const { bins } = this;
    const frames = this.framesFor(samples.length);
    const re = new Float32Array(frames * bins);
    const im = new Float32Array(frames * bins);
    for (let t = 0; t < frames; t++) {
      const row = t * bins;
      this.forwardFrame(samples, t, re.subarray(row, row + bins), im.subarray(row, row + bins));
    }
    return { frames, bins, re, im };
  }

  /** The spectrum of frame `t` of `samples` alone, into `re` and `im` [bins]. */
  forwardFrame(samples: Float32Array, t: number, re: Float32Array, im: Float32Array): void {
    this.forwardAt(samples, t * this.hopLength, re, im);
  }

  /** The spectrum of the frame that is centred on sample `centre`, into `re` and `im` [bins]. */
  forwardAt(samples: Float32Array, centre: number, re: Float32Array, im: Float32Array): void {
    const start = centre - this.nFft / 2;
    for (let i = 0; i < this.nFft; i++) {
      const at = start + i;
      this.#frame[i] = at >= 0 && at < samples.length ? samples[at] * this.#window[i] : 0;
    }
    this.#fft.forward(this.#frame, re, im);
  }

  /** `length` samples whose spectra are `spectrogram`: windowed overlap-add, normalised by the sum
   *  of squared windows (the least-squares inverse of Griffin & Lim, 1984). */
  inverse(spectrogram: Spectrogram, length: number): Float32Array {
    const { bins } = this;
    const overlap = new OverlapAdd(this, length);
    for (let t = 0; t < spectrogram.frames; t++) {
      const row = t * bins;
      overlap.add(
        t,
        spectrogram.re.subarray(row, row + bins),
        spectrogram.im.subarray(row, row + bins),
      );
    }
    return overlap.finish();
  }

  /** The windowed signal of one spectrum, into `frame` [nFft]. */
  inverseFrame(re: Float32Array, im: Float32Array, frame: Float32Array): void {
    this.#fft.inverse(re, im, frame);
    for (let i = 0; i < this.nFft; i++) frame[i] *= this.#window[i];
  }

  /** The analysis (and synthesis) window [nFft]. */
  get window(): Float32Array {
    return this.#window;
  }

  free(): void {
    this.#fft.free();
  }
}

/** Builds a signal of `length` samples frame by frame, so that no whole spectrogram is held. */
export class OverlapAdd {
  readonly #sum: Float32Array;
  readonly #weight: Float32Array;
  readonly #frame: Float32Array;

  constructor(
    readonly stft: Stft,
    length: number,
  ) {
    this.#sum = new Float32Array(length);
    this.#weight = new Float32Array(length);
    this.#frame = new Float32Array(stft.nFft);
  }

  /** Adds the spectrum of frame `t`. */
  add(t: number, re: Float32Array, im: Float32Array): void {
    const { nFft, hopLength, window } = this.stft;
    this.stft.inverseFrame(re, im, this.#frame);
    const start = t * hopLength - nFft / 2;
    const from = Math.max(0, -start);
    const to = Math.min(nFft, this.#sum.length - start);
    for (let i = from; i < to; i++) {
      this.#sum[start + i] += this.#frame[i];
      this.#weight[start + i] += window[i] * window[i];
    }
  }

  finish(): Float32Array {
    const sum = this.#sum;
    for (let i = 0; i < sum.length; i++) sum[i] /= Math.max(this.#weight[i], 1e-8);
    return sum;
  }
}
