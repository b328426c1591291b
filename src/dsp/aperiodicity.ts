import type { BandGrid } from './band-grid.js';
import { RealFft } from './fft.js';

/** Length of the window in periods: the shorter, the less a gliding pitch looks like noise. */
const WINDOW_PERIODS = 2;
const LOWEST_HZ = 70;
/** Of three samples of noise, x₀ − ½(x₋ + x₊) has 1.5 times the power of one. */
const NOISE_POWER = 1.5;
/** −26 dB: what is measured of a perfectly steady tone with vibrato, and what no voice is below. */
const LEAST = 0.05;
/** Below three harmonics, a band holds too little to tell noise from tone. */
const LEAST_WIDTH_PERIODS = 3;

/** Measures which share of a voice's amplitude is noise, by band: what of each period isn't found
 *  again in the periods before and after it. */
export class AperiodicityMeter {
  readonly #fft: RealFft;
  readonly #frame: Float32Array;
  readonly #spectra: { re: Float32Array; im: Float32Array }[];

  constructor(
    readonly sampleRate: number,
    readonly grid: BandGrid,
  ) {
    const size = 2 ** Math.ceil(Math.log2((WINDOW_PERIODS * sampleRate) / LOWEST_HZ));
    this.#fft = new RealFft(size);
    this.#frame = new Float32Array(size);
    this.#spectra = [-1, 0, 1].map(() => ({
      re: new Float32Array(this.#fft.bins),
      im: new Float32Array(this.#fft.bins),
    }));
  }

  /** The aperiodicity of `samples` around the pitch mark `now`, whose neighbours are `before` and
   *  `after`, into `shares` [bands]: amplitudes, 0.05 … 1. */
  measure(
    samples: Float32Array,
    { before, now, after }: { before: number; now: number; after: number },
    shares: Float32Array,
  ): void {
    const period = Math.min((after - before) / 2, this.sampleRate / LOWEST_HZ);
    for (const [i, place] of [before, now, after].entries()) {
      this.#spectrum(samples, place, { period, ...this.#spectra[i] });
    }
    const { hz, count } = this.grid;
    for (let b = 0; b < count; b++) {
      const around = Math.max(
        hz[Math.min(count - 1, b + 1)] - hz[Math.max(0, b - 1)],
        (LEAST_WIDTH_PERIODS * this.sampleRate) / period,
      );
      shares[b] = this.#share(hz[b] - around / 2, hz[b] + around / 2);
    }
  }

  free(): void {
    this.#fft.free();
  }

  /** Of a Hann window around the fractional `place`, with phases as if it lay on that place. */
  #spectrum(
    samples: Float32Array,
    place: number,
    { period, re, im }: { period: number; re: Float32Array; im: Float32Array },
  ): void {
    const half = Math.round((WINDOW_PERIODS * period) / 2);
    const whole = Math.round(place);
    this.#frame.fill(0);
    for (let i = -half; i < half; i++) {
      const at = whole + i;
      if (at < 0 || at >= samples.length) continue;
      this.#frame[i + half] = samples[at] * (0.5 + 0.5 * Math.cos((Math.PI * i) / half));
    }
    this.#fft.forward(this.#frame, re, im);
    const turn = (2 * Math.PI * (place - whole)) / this.#fft.size;
    for (let k = 0; k < re.length; k++) {
      const cos = Math.cos(turn * k);
      const sin = Math.sin(turn * k);
      const real = re[k];
      re[k] = real * cos - im[k] * sin;
      im[k] = real * sin + im[k] * cos;
    }
  }

  #share(fromHz: number, toHz: number): number {
    const [before, now, after] = this.#spectra;
    const bin = this.sampleRate / this.#fft.size;
    const from = Math.max(1, Math.round(fromHz / bin));
    const to = Math.min(now.re.length - 1, Math.round(toHz / bin));
    let noise = 0;
    let all = 1e-20;
    for (let k = from; k <= to; k++) {
      const re = now.re[k] - (before.re[k] + after.re[k]) / 2;
      const im = now.im[k] - (before.im[k] + after.im[k]) / 2;
      noise += re * re + im * im;
      all += now.re[k] * now.re[k] + now.im[k] * now.im[k];
    }
    return Math.min(1, Math.max(LEAST, Math.sqrt(noise / (NOISE_POWER * all))));
  }
}
