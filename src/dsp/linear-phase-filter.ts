import { dbToGain } from './decibels.js';
import { RealFft } from './fft.js';
import { THIRD_OCTAVES_HZ } from './third-octave-sums.js';

/** Length of the impulse response: bins of 5 Hz, as narrow as the lowest third octave. */
const TAPS = 8192;
/** Samples that are filtered at a time, with the response's length around them. */
const FFT_SIZE = 32768;
const HOP = FFT_SIZE - TAPS;

/** A filter with a gain for each third octave, straight lines between their centres, that neither delays
 *  nor turns phases. Holds wasm memory until `free()`. */
export class LinearPhaseFilter {
  readonly #fft = new RealFft(FFT_SIZE);
  readonly #response: Float32Array;
  readonly #re = new Float32Array(this.#fft.bins);
  readonly #im = new Float32Array(this.#fft.bins);
  readonly #block = new Float32Array(FFT_SIZE);

  /** @param gainsDb as of `THIRD_OCTAVES_HZ`; the outer ones hold beyond */
  constructor(gainsDb: ArrayLike<number>, sampleRate: number) {
    const impulse = zeroPhaseImpulse(gainsDb, sampleRate);
    this.#fft.forward(impulse, this.#re, this.#im);
    this.#response = this.#re.slice(); // symmetric around 0, so that it has no imaginary part
  }

  /** All of `samples`, filtered, as a new array. */
  apply(samples: Float32Array): Float32Array {
    const output = new Float32Array(samples.length);
    const block = this.#block;
    for (let from = 0; from < samples.length; from += HOP) {
      const start = from - TAPS / 2;
      block.fill(0);
      const inside = samples.subarray(Math.max(0, start), start + FFT_SIZE);
      block.set(inside, Math.max(0, -start));
      this.#fft.forward(block, this.#re, this.#im);
      for (let k = 0; k < this.#response.length; k++) {
        this.#re[k] *= this.#response[k];
        this.#im[k] *= this.#response[k];
      }
      this.#fft.inverse(this.#re, this.#im, block);
      const end = Math.min(HOP, samples.length - from);
      output.set(block.subarray(TAPS / 2, TAPS / 2 + end), from);
    }
    return output;
  }

  free(): void {
    this.#fft.free();
  }
}

/** The impulse response, its middle at 0, its first half at the end. */
function zeroPhaseImpulse(gainsDb: ArrayLike<number>, sampleRate: number): Float32Array {
  const fft = new RealFft(TAPS);
  const magnitude = Float32Array.from({ length: fft.bins }, (_, k) =>
    dbToGain(gainAt(gainsDb, (k * sampleRate) / TAPS)),
  );
  const short = new Float32Array(TAPS);
  fft.inverse(magnitude, new Float32Array(fft.bins), short);
  fft.free();
  const impulse = new Float32Array(FFT_SIZE);
  for (let i = -TAPS / 2 + 1; i < TAPS / 2; i++) {
    const window = 0.5 + 0.5 * Math.cos((2 * Math.PI * i) / TAPS);
    impulse[(i + FFT_SIZE) % FFT_SIZE] = window * short[(i + TAPS) % TAPS];
  }
  return impulse;
}

/** Of the curve through `gainsDb`, linear in dB on a logarithmic axis. */
function gainAt(gainsDb: ArrayLike<number>, hz: number): number {
  const last = THIRD_OCTAVES_HZ.length - 1;
  const position = 10 * Math.log10(Math.max(hz, 1) / THIRD_OCTAVES_HZ[0]);
  const below = Math.min(last - 1, Math.max(0, Math.floor(position)));
  const share = Math.min(1, Math.max(0, position - below));
  return gainsDb[below] * (1 - share) + gainsDb[below + 1] * share;
}
