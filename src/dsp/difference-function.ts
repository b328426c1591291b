import { RealFft } from './fft.js';

/** The cumulative mean normalised difference function of YIN (de Cheveigné & Kawahara, 2002): for
 *  each lag, how much a window of signal differs from itself one lag later, relative to the mean
 *  over all shorter lags. 0 where the signal repeats exactly, about 1 where it doesn't. */
export class DifferenceFunction {
  /** Samples that one call reads: window + maxLag. */
  readonly frameLength: number;
  readonly #fft: RealFft;
  readonly #padded: Float32Array;
  readonly #spectra: { frame: Spectrum; window: Spectrum };

  /** @param windowLength samples that are compared at every lag
   *  @param maxLag in samples */
  constructor(
    readonly windowLength: number,
    readonly maxLag: number,
  ) {
    this.frameLength = windowLength + maxLag;
    this.#fft = new RealFft(nextFftSize(this.frameLength));
    this.#padded = new Float32Array(this.#fft.size);
    this.#spectra = { frame: spectrum(this.#fft.bins), window: spectrum(this.#fft.bins) };
  }

  /** Writes the function for lags 0…maxLag of `frame` [frameLength] to `values` [maxLag + 1].
   *  A frame without any energy gives 1 everywhere. */
  compute(frame: Float32Array, values: Float32Array): void {
    this.#correlate(frame, values);
    this.#toDifferences(frame, values);
    normaliseByCumulativeMean(values);
  }

  free(): void {
    this.#fft.free();
  }

  /** values[lag] = Σ frame[j] · frame[j + lag] over the window. */
  #correlate(frame: Float32Array, values: Float32Array): void {
    const padded = this.#padded;
    const { frame: a, window: b } = this.#spectra;
    padded.fill(0);
    padded.set(frame);
    this.#fft.forward(padded, a.re, a.im);
    padded.fill(0, this.windowLength);
    this.#fft.forward(padded, b.re, b.im);
    for (let k = 0; k < a.re.length; k++) {
      const re = a.re[k] * b.re[k] + a.im[k] * b.im[k];
      a.im[k] = a.im[k] * b.re[k] - a.re[k] * b.im[k];
      a.re[k] = re;
    }
    this.#fft.inverse(a.re, a.im, padded);
    values.set(padded.subarray(0, this.maxLag + 1));
  }

  /** Correlations to Σ (frame[j] − frame[j + lag])² = energy(0) + energy(lag) − 2·correlation. */
  #toDifferences(frame: Float32Array, values: Float32Array): void {
    let atZero = 0;
    for (let j = 0; j < this.windowLength; j++) atZero += frame[j] * frame[j];
    let atLag = atZero;
    for (let lag = 0; lag <= this.maxLag; lag++) {
      values[lag] = Math.max(0, atZero + atLag - 2 * values[lag]);
      const leaving = frame[lag];
      const entering = frame[lag + this.windowLength];
      atLag += entering * entering - leaving * leaving;
    }
  }
}

interface Spectrum {
  re: Float32Array;
  im: Float32Array;
}

function spectrum(bins: number): Spectrum {
  return { re: new Float32Array(bins), im: new Float32Array(bins) };
}

function normaliseByCumulativeMean(values: Float32Array): void {
  let sum = 0;
  values[0] = 1;
  for (let lag = 1; lag < values.length; lag++) {
    sum += values[lag];
    values[lag] = sum > 0 ? (values[lag] * lag) / sum : 1;
  }
}

/** The smallest size ≥ `length` that `RealFft` takes: 32·2^a·3^b·5^c. */
function nextFftSize(length: number): number {
  let units = Math.ceil(length / 32);
  while (!hasOnlySmallFactors(units)) units++;
  return units * 32;
}

function hasOnlySmallFactors(units: number): boolean {
  for (const factor of [2, 3, 5]) {
    while (units % factor === 0) units /= factor;
  }
  return units === 1;
}
