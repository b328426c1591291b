import { RealFft } from './fft.js';

/** Makes spectra whose phase is the least that their magnitude allows: all energy as early as can
 *  be, as in a voice's response to one closing of the glottis (Oppenheim & Schafer, by the folded
 *  cepstrum). Holds wasm memory until `free()`. */
export class MinimumPhase {
  readonly bins: number;
  readonly #fft: RealFft;
  readonly #cepstrum: Float32Array;
  readonly #none: Float32Array;

  constructor(readonly size: number) {
    this.#fft = new RealFft(size);
    this.bins = this.#fft.bins;
    this.#cepstrum = new Float32Array(size);
    this.#none = new Float32Array(this.bins);
  }

  /** The response to a pulse at sample `delay` (0 ≤ delay < 1, fractional) of magnitudes
   *  exp(`logMagnitude`) [bins], into `response` [size]. Overwrites `logMagnitude`. */
  response(logMagnitude: Float32Array, delay: number, response: Float32Array): void {
    const { size, bins } = this;
    this.#fft.inverse(logMagnitude, this.#none, this.#cepstrum);
    for (let i = 1; i < size / 2; i++) this.#cepstrum[i] *= 2;
    this.#cepstrum.fill(0, size / 2 + 1);
    const re = logMagnitude;
    const im = new Float32Array(bins);
    this.#fft.forward(this.#cepstrum, re, im);
    const turn = (-2 * Math.PI * delay) / size;
    for (let k = 0; k < bins; k++) {
      const magnitude = Math.exp(re[k]);
      const phase = im[k] + turn * k;
      re[k] = magnitude * Math.cos(phase);
      im[k] = magnitude * Math.sin(phase);
    }
    this.#fft.inverse(re, im, response);
  }

  free(): void {
    this.#fft.free();
  }
}
