import { ComplexFft } from './complex-fft.js';

/** The inverse modified discrete cosine transform of `size` lines (a power of two) to 2 · `size`
 *  samples, by a DCT-IV, and that by a complex FFT of half the size (Malvar, "Signal Processing
 *  with Lapped Transforms", 1992).
 *
 *  sample[n] = 1/size · Σ line[k] · cos(π/size · (n + 1/2 + size/2) · (k + 1/2)) */
export class InverseMdct {
  private readonly fft: ComplexFft;
  private readonly cosines: Float64Array;
  private readonly sines: Float64Array;
  private readonly real: Float64Array;
  private readonly imaginary: Float64Array;
  private readonly folded: Float64Array;

  constructor(readonly size: number) {
    const half = size / 2;
    const angle = (i: number) => (Math.PI * (i + 0.125)) / size;
    this.fft = new ComplexFft(half);
    this.cosines = Float64Array.from({ length: half }, (_, i) => Math.cos(angle(i)));
    this.sines = Float64Array.from({ length: half }, (_, i) => Math.sin(angle(i)));
    this.real = new Float64Array(half);
    this.imaginary = new Float64Array(half);
    this.folded = new Float64Array(size);
  }

  /** @param lines [size]
   *  @param samples [2 · size], overwritten */
  transform(lines: Float32Array, samples: Float64Array): void {
    const { size, folded } = this;
    const half = size / 2;
    this.transformFolded(lines);
    for (let i = 0; i < half; i++) {
      samples[i] = folded[half + i];
      samples[half + i] = -folded[size - 1 - i];
      samples[size + i] = -folded[half - 1 - i];
      samples[size + half + i] = -folded[i];
    }
  }

  /** The DCT-IV: what the inverse MDCT says before its symmetries are unfolded. */
  private transformFolded(lines: Float32Array): void {
    const { size, fft, cosines, sines, real, imaginary, folded } = this;
    for (let i = 0; i < size / 2; i++) {
      const re = lines[2 * i];
      const im = lines[size - 1 - 2 * i];
      const at = fft.order[i];
      real[at] = re * cosines[i] + im * sines[i];
      imaginary[at] = im * cosines[i] - re * sines[i];
    }
    fft.transform(real, imaginary);
    const gain = 1 / size;
    for (let i = 0; i < size / 2; i++) {
      folded[2 * i] = gain * (real[i] * cosines[i] + imaginary[i] * sines[i]);
      folded[size - 1 - 2 * i] = gain * (real[i] * sines[i] - imaginary[i] * cosines[i]);
    }
  }
}
