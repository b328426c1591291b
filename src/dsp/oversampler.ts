import { RealFft } from './fft.js';

const BLOCK_LENGTH = 8192;
/** Samples at either end of a block that serve as context only: the interpolating kernel (a sinc,
 *  periodic with the block) has fallen to 1/800 there. */
const GUARD = 512;
/** Samples on either side that the waveform around a sample is made from. */
export const OVERSAMPLER_CONTEXT = GUARD;

/** Interpolates a signal at `factor` (1, 2, 4 …) times its rate, by appending zeros to the spectrum of
 *  one block after another: without delay, as sharp as one likes, and faster than a FIR filter. Holds
 *  wasm memory until `free()`. */
export class Oversampler {
  /** Samples per block that come out. */
  readonly hopLength = BLOCK_LENGTH - 2 * GUARD;
  readonly #analysis = new RealFft(BLOCK_LENGTH);
  readonly #synthesis: RealFft;
  readonly #block = new Float32Array(BLOCK_LENGTH);
  readonly #spectrum: [re: Float32Array, im: Float32Array];
  readonly #padded: [re: Float32Array, im: Float32Array];
  readonly #points: Float32Array;

  constructor(readonly factor: number) {
    this.#synthesis = new RealFft(BLOCK_LENGTH * factor);
    const spectrum = (bins: number) => new Float32Array(bins);
    this.#spectrum = [spectrum(this.#analysis.bins), spectrum(this.#analysis.bins)];
    this.#padded = [spectrum(this.#synthesis.bins), spectrum(this.#synthesis.bins)];
    this.#points = new Float32Array(BLOCK_LENGTH * factor);
  }

  /** Takes the `hopLength` samples from `from` on, and what surrounds them (zeros outside the signal). */
  load(samples: Float32Array, from: number): void {
    const start = from - GUARD;
    this.#block.fill(0);
    const inside = samples.subarray(Math.max(0, start), Math.max(0, start + BLOCK_LENGTH));
    this.#block.set(inside, Math.max(0, -start));
    this.#analysis.forward(this.#block, ...this.#spectrum);
  }

  /** The waveform of the loaded samples: point p lies at sample from − 1 + p / factor, so there is one
   *  sample more at each end. Valid until the next call.
   *  @param softness half-width of the low-pass's slope around Nyquist, as a share of Nyquist: 0 is the
   *    ideal low-pass; with more, the highest notes are weakened and their images let through, as by
   *    a short filter */
  points(softness = 0): Float32Array {
    const { factor, hopLength } = this;
    this.#spectrum.forEach((values, part) => {
      const padded = this.#padded[part].fill(0);
      for (let k = 0; k < values.length; k++) padded[k] = values[k] * factor; // the inverse divides by it
      if (factor > 1) slopeAcrossNyquist(padded, values.length - 1, { softness, part });
    });
    this.#synthesis.inverse(...this.#padded, this.#points);
    const first = (GUARD - 1) * factor;
    return this.#points.subarray(first, first + (hopLength + 2) * factor);
  }

  free(): void {
    this.#analysis.free();
    this.#synthesis.free();
  }
}

/** Shares what lies just below bin `nyquist` with its mirror image above: half and half at Nyquist
 *  itself. Images are conjugate, so that the imaginary `part` (1) changes sign. */
function slopeAcrossNyquist(
  spectrum: Float32Array,
  nyquist: number,
  { softness, part }: { softness: number; part: number },
): void {
  const reach = Math.round(nyquist * softness);
  const sign = part === 0 ? 1 : -1;
  spectrum[nyquist] /= 2;
  for (let k = 1; k <= reach; k++) {
    const value = spectrum[nyquist - k];
    const share = 0.5 - 0.5 * Math.sin((Math.PI / 2) * (k / reach));
    spectrum[nyquist + k] = sign * share * value;
    spectrum[nyquist - k] = (1 - share) * value;
  }
}
