import type { BandGrid } from './band-grid.js';
import { RealFft } from './fft.js';

/** Window length in pitch periods: long enough that the power doesn't depend on where in the
 *  period the window lies (CheapTrick; Morise, 2015). */
const WINDOW_PERIODS = 3;
/** Stands in for the pitch of unvoiced frames: windows of 12 ms. */
const UNVOICED_HZ = 250;
/** Lower pitches are measured as if they were this. */
const LOWEST_HZ = 70;
/** −140 dB: the floor of powers. */
const POWER_FLOOR = 1e-14;

/** Measures smooth spectral envelopes, independent of the pitch's harmonics: the power spectrum of
 *  three pitch periods, smoothed by a triangle that reaches from one harmonic to the next. */
export class EnvelopeMeter {
  readonly #fft: RealFft;
  readonly #frame: Float32Array;
  readonly #re: Float32Array;
  readonly #im: Float32Array;
  /** Twice integrated power, by bin: from it, triangles of any width cost the same. */
  readonly #integral: Float64Array;

  constructor(
    readonly sampleRate: number,
    readonly grid: BandGrid,
  ) {
    this.#fft = new RealFft(2 ** Math.ceil(Math.log2((WINDOW_PERIODS * sampleRate) / LOWEST_HZ)));
    this.#frame = new Float32Array(this.#fft.size);
    this.#re = new Float32Array(this.#fft.bins);
    this.#im = new Float32Array(this.#fft.bins);
    this.#integral = new Float64Array(this.#fft.bins + 2);
  }

  /** The envelope of `samples` around `centre` into `envelope` [bands], as ln of the amplitude: 0
   *  for white noise of RMS 1.
   *  @param f0Hz 0 where unvoiced */
  measure(samples: Float32Array, centre: number, f0Hz: number, envelope: Float32Array): void {
    const pitchHz = Math.max(LOWEST_HZ, f0Hz || UNVOICED_HZ);
    this.#takeFrame(samples, centre, pitchHz);
    this.#fft.forward(this.#frame, this.#re, this.#im);
    this.#integratePower(f0Hz > 0 ? pitchHz : 0);
    const { hz, count } = this.grid;
    for (let b = 0; b < count; b++) {
      const spacingHz = b + 1 < count ? hz[b + 1] - hz[b] : hz[b] - hz[b - 1];
      const power = this.#smoothed(hz[b], Math.max(pitchHz, spacingHz));
      envelope[b] = 0.5 * Math.log(Math.max(power, POWER_FLOOR));
    }
  }

  free(): void {
    this.#fft.free();
  }

  /** Hann-windowed, of window energy 1. */
  #takeFrame(samples: Float32Array, centre: number, pitchHz: number): void {
    const half = Math.round((WINDOW_PERIODS * this.sampleRate) / pitchHz / 2);
    const gain = Math.sqrt(4 / 3 / half);
    this.#frame.fill(0);
    for (let i = -half; i < half; i++) {
      const at = centre + i;
      if (at < 0 || at >= samples.length) continue;
      const window = 0.5 + 0.5 * Math.cos((Math.PI * i) / half);
      this.#frame[i + half] = samples[at] * window * gain;
    }
  }

  /** Below the first harmonic there is no energy to show the envelope: the power is mirrored there. */
  #integratePower(f0Hz: number): void {
    const re = this.#re;
    const im = this.#im;
    const mirror = Math.floor((f0Hz * this.#fft.size) / this.sampleRate);
    let sum = 0;
    let integral = 0;
    this.#integral[0] = 0;
    for (let k = 0; k < re.length; k++) {
      sum += re[k] * re[k] + im[k] * im[k];
      if (k < mirror) sum += re[mirror - k] * re[mirror - k] + im[mirror - k] * im[mirror - k];
      integral += sum;
      this.#integral[k + 1] = integral;
    }
    this.#integral[re.length + 1] = integral + sum;
  }

  /** Power around `hz` under a triangle of `± widthHz`. */
  #smoothed(hz: number, widthHz: number): number {
    const bin = this.sampleRate / this.#fft.size;
    const width = Math.max(1, widthHz / bin);
    const centre = Math.min(Math.max(hz / bin, width), this.#re.length - 1 - width);
    const curve =
      this.#integralAt(centre + width) -
      2 * this.#integralAt(centre) +
      this.#integralAt(centre - width);
    return curve / (width * width);
  }

  #integralAt(bin: number): number {
    const below = Math.floor(bin);
    const share = bin - below;
    return this.#integral[below] * (1 - share) + this.#integral[below + 1] * share;
  }
}
