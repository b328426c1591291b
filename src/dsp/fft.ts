import createPffft from '@echogarden/pffft-wasm/simd';

const pffft = await createPffft();

const PFFFT_REAL = 0;
const FORWARD = 0;
const BACKWARD = 1;

/** Whether `RealFft` can have that size: 32·2^a·3^b·5^c. */
export function isFftSize(size: number): boolean {
  let rest = size / 32;
  if (!(rest > 0)) return false;
  for (const factor of [2, 3, 5]) while (Number.isInteger(rest / factor)) rest /= factor;
  return rest === 1;
}

/** FFT of `size` real samples (PFFFT, https://bitbucket.org/jpommier/pffft, as wasm). Sizes are
 *  multiples of 32 with no prime factor above 5. Holds wasm memory until `free()`; make one and
 *  keep it through a loop. */
export class RealFft {
  /** Bins from DC to Nyquist: size / 2 + 1. */
  readonly bins: number;
  readonly #setup: number;
  readonly #buffers: number;

  constructor(readonly size: number) {
    this.#setup = pffft._pffft_new_setup(size, PFFFT_REAL);
    if (!this.#setup) throw new RangeError(`FFT size ${size} is not 32·2^a·3^b·5^c`);
    this.#buffers = pffft._pffft_aligned_malloc(3 * size * 4);
    this.bins = size / 2 + 1;
  }

  /** Spectrum of `samples` [size], written to `re` and `im` [bins]; unnormalised. */
  forward(samples: Float32Array, re: Float32Array, im: Float32Array): void {
    const heap = this.#heap();
    heap.set(samples, 0);
    this.#transform(FORWARD);
    const half = this.size / 2;
    const spectrum = heap.subarray(this.size, 2 * this.size);
    re[0] = spectrum[0];
    im[0] = 0;
    re[half] = spectrum[1];
    im[half] = 0;
    for (let k = 1; k < half; k++) {
      re[k] = spectrum[2 * k];
      im[k] = spectrum[2 * k + 1];
    }
  }

  /** The real signal [size] of spectrum `re`, `im` [bins], scaled so that it undoes `forward`. */
  inverse(re: Float32Array, im: Float32Array, samples: Float32Array): void {
    const heap = this.#heap();
    const half = this.size / 2;
    const gain = 1 / this.size;
    heap[0] = re[0] * gain;
    heap[1] = re[half] * gain;
    for (let k = 1; k < half; k++) {
      heap[2 * k] = re[k] * gain;
      heap[2 * k + 1] = im[k] * gain;
    }
    this.#transform(BACKWARD);
    samples.set(heap.subarray(this.size, 2 * this.size));
  }

  free(): void {
    pffft._pffft_aligned_free(this.#buffers);
    pffft._pffft_destroy_setup(this.#setup);
  }

  /** Input [size], output [size], work [size]; looked up at each call, since wasm memory may grow. */
  #heap(): Float32Array {
    return new Float32Array(pffft.HEAPF32.buffer, this.#buffers, 3 * this.size);
  }

  #transform(direction: number): void {
    const bytes = this.size * 4;
    pffft._pffft_transform_ordered(
      this.#setup,
      this.#buffers,
      this.#buffers + bytes,
      this.#buffers + 2 * bytes,
      direction,
    );
  }
}
