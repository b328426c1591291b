import { RealFft } from './fft.js';
import { ThirdOctaves, THIRD_OCTAVES_HZ } from './third-octave-sums.js';
import { hannPeriodic } from './windows.js';

const N_FFT = 8192;
/** Mean square of a periodic Hann window. */
const WINDOW_POWER = 3 / 8;

/** Measures the long-term spectrum of sound that comes in blocks. Holds wasm memory until `finish`. */
export class SpectrumMeter {
  readonly #fft = new RealFft(N_FFT);
  readonly #window = hannPeriodic(N_FFT);
  readonly #bands = new Float64Array(THIRD_OCTAVES_HZ.length);
  readonly #thirds: ThirdOctaves;
  readonly #frames: Float32Array[] = [];
  readonly #windowed = new Float32Array(N_FFT);
  readonly #re = new Float32Array(this.#fft.bins);
  readonly #im = new Float32Array(this.#fft.bins);
  #filled = 0;
  #count = 0;

  constructor(sampleRate: number) {
    this.#thirds = new ThirdOctaves(sampleRate / N_FFT, this.#fft.bins);
  }

  add(channels: readonly Float32Array[]): void {
    while (this.#frames.length < channels.length) this.#frames.push(new Float32Array(N_FFT));
    const { length } = channels[0];
    for (let from = 0; from < length;) {
      const to = Math.min(length, from + N_FFT - this.#filled);
      this.#frames.forEach((frame, c) => frame.set(channels[c].subarray(from, to), this.#filled));
      this.#filled += to - from;
      from = to;
      if (this.#filled === N_FFT) this.#addFrame();
    }
  }

  /** Mean square of each ⅓-octave band (mean of the channels), as of `THIRD_OCTAVES_HZ`. */
  finish(): Float64Array {
    if (this.#filled > 0 && this.#count === 0) this.#addPartial();
    this.#fft.free();
    // Parseval: a mean square of 1 has so much energy in its bins.
    const scale = 2 / (N_FFT * N_FFT * WINDOW_POWER * this.#frames.length * this.#count || 1);
    return this.#bands.map((energy) => energy * scale);
  }

  #addPartial(): void {
    for (const frame of this.#frames) frame.fill(0, this.#filled);
    this.#addFrame();
  }

  #addFrame(): void {
    for (const frame of this.#frames) {
      for (let i = 0; i < N_FFT; i++) this.#windowed[i] = frame[i] * this.#window[i];
      this.#fft.forward(this.#windowed, this.#re, this.#im);
      for (let k = 0; k < this.#re.length; k++) {
        this.#re[k] = this.#re[k] ** 2 + this.#im[k] ** 2;
      }
      this.#thirds.addTo(this.#bands, this.#re);
    }
    this.#count++;
    this.#filled = 0;
  }
}
