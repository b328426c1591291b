import { RealFft } from './fft.js';
import { hannPeriodic } from './windows.js';

/** 5 Hz bins at 44.1 kHz: as narrow as the lowest band. */
const FFT_SIZE = 8192;
/** Band n is centred on 10^(n/10) Hz (IEC 61260): 25 Hz to 20 kHz. */
const FIRST_BAND = 14;
const LAST_BAND = 43;
/** Half a band, as a factor. */
const HALF_BAND = 10 ** 0.05;
/** What an empty band reads. */
const SILENCE_DB = -150;

/** The middles of the bands, from low to high. */
export const THIRD_OCTAVES_HZ: readonly number[] = Array.from(
  { length: LAST_BAND - FIRST_BAND + 1 },
  (_, i) => 10 ** ((FIRST_BAND + i) / 10),
);

/** The mean spectrum of sound that comes in blocks, in third-octave bands. A full-scale sine reads
 *  −3 dB in its band. */
export class ThirdOctaveMeter {
  readonly #fft = new RealFft(FFT_SIZE);
  readonly #window = hannPeriodic(FFT_SIZE);
  readonly #frame = new Float32Array(FFT_SIZE);
  readonly #windowed = new Float32Array(FFT_SIZE);
  readonly #re = new Float32Array(this.#fft.bins);
  readonly #im = new Float32Array(this.#fft.bins);
  readonly #power = new Float64Array(this.#fft.bins);
  #filled = 0;
  #frames = 0;

  constructor(readonly sampleRate: number) {}

  /** The next samples of one channel. */
  add(samples: Float32Array): void {
    for (let from = 0; from < samples.length;) {
      const to = Math.min(samples.length, from + FFT_SIZE - this.#filled);
      this.#frame.set(samples.subarray(from, to), this.#filled);
      this.#filled += to - from;
      from = to;
      if (this.#filled === FFT_SIZE) this.#addFrame();
    }
  }

  /** The level of each band in dB; what is no whole frame (0.2 s) counts as one. Call it once. */
  read(): Float64Array {
    if (this.#frames === 0) {
      this.#frame.fill(0, this.#filled);
      this.#addFrame();
    }
    this.#fft.free();
    // The window's mean square is 3/8; one-sided spectra hold half of the power.
    const scale = 2 / (this.#frames * (3 / 8) * FFT_SIZE ** 2);
    return bandPowers(this.#power, this.sampleRate / FFT_SIZE).map((power) =>
      Math.max(SILENCE_DB, 10 * Math.log10(power * scale)),
    );
  }

  #addFrame(): void {
    const windowed = this.#windowed;
    for (let i = 0; i < FFT_SIZE; i++) windowed[i] = this.#frame[i] * this.#window[i];
    this.#fft.forward(windowed, this.#re, this.#im);
    for (let k = 0; k < this.#power.length; k++) {
      this.#power[k] += this.#re[k] * this.#re[k] + this.#im[k] * this.#im[k];
    }
    this.#frames++;
    this.#filled = 0;
  }
}

/** Sums bins into bands; a bin that lies across an edge is shared. */
function bandPowers(power: Float64Array, binHz: number): Float64Array {
  return Float64Array.from(THIRD_OCTAVES_HZ, (centreHz) => {
    const low = centreHz / HALF_BAND / binHz;
    const high = (centreHz * HALF_BAND) / binHz;
    let sum = 0;
    for (let k = Math.floor(low); k <= Math.min(power.length - 1, Math.ceil(high)); k++) {
      const share = Math.min(high, k + 0.5) - Math.max(low, k - 0.5);
      if (share > 0) sum += share * power[k];
    }
    return sum;
  });
}
