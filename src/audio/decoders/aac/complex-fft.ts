/** The fast Fourier transform of `size` complex numbers (a power of two): radix 2, decimation in
 *  time. */
export class ComplexFft {
  /** Where each input number is to be put: its index with the bits in reverse. */
  readonly order: Uint16Array;
  private readonly cosines: Float64Array;
  private readonly sines: Float64Array;

  constructor(readonly size: number) {
    const half = size / 2;
    this.order = new Uint16Array(size);
    for (let i = 1; i < size; i++) this.order[i] = (this.order[i >> 1] >> 1) | (i & 1 ? half : 0);
    this.cosines = Float64Array.from({ length: half }, (_, i) =>
      Math.cos((2 * Math.PI * i) / size),
    );
    this.sines = Float64Array.from({ length: half }, (_, i) => Math.sin((2 * Math.PI * i) / size));
  }

  /** In place; the input is in `order`, the output in its natural order. */
  transform(real: Float64Array, imaginary: Float64Array): void {
    for (let span = 1; span < this.size; span *= 2) {
      this.combine(real, imaginary, span);
    }
  }

  /** Pairs of transforms of `span` numbers become ones of twice as many. */
  private combine(real: Float64Array, imaginary: Float64Array, span: number): void {
    const { cosines, sines, size } = this;
    const stride = size / (2 * span);
    for (let k = 0; k < span; k++) {
      const cos = cosines[k * stride];
      const sin = sines[k * stride];
      for (let a = k; a < size; a += 2 * span) {
        const b = a + span;
        const re = real[b] * cos + imaginary[b] * sin;
        const im = imaginary[b] * cos - real[b] * sin;
        real[b] = real[a] - re;
        imaginary[b] = imaginary[a] - im;
        real[a] += re;
        imaginary[a] += im;
      }
    }
  }
}
