import { OverlapAdd, Stft } from './stft.js';

/** 4096 at 44.1 kHz keeps bass notes apart; transients smear by as much. */
const N_FFT = 4096;
const HOP_LENGTH = 512;

/** Shared state of one stretch: spectra of all channels at the read position and one hop before. */
interface Spectra {
  re: Float32Array[];
  im: Float32Array[];
  previousRe: Float32Array[];
  previousIm: Float32Array[];
}

/** Stretches music in time by `ratio` without moving its pitch: a phase vocoder with identity phase
 *  locking (Laroche & Dolson, 1999), whose peaks and phases are those of the channels' sum, so that
 *  the stereo image holds.
 *  @param ratio output length / input length, 0.25…4
 *  @returns channels of round(length·ratio) samples; yields the finished fraction as it goes */
export function* stretchTime(
  channels: readonly Float32Array[],
  ratio: number,
): Generator<number, Float32Array[]> {
  const length = Math.round(channels[0].length * ratio);
  const stft = new Stft(N_FFT, HOP_LENGTH);
  const sums = channels.map(() => new OverlapAdd(stft, length));
  const locker = new PhaseLocker(stft.bins);
  const spectra = emptySpectra(channels.length, stft.bins);
  const frames = stft.framesFor(length);
  for (let t = 0; t < frames; t++) {
    const position = Math.round((t * HOP_LENGTH) / ratio);
    analyse(stft, channels, position, spectra);
    locker.rotate(spectra);
    sums.forEach((sum, c) => sum.add(t, spectra.re[c], spectra.im[c]));
    if (t % 64 === 0) yield t / frames;
  }
  stft.free();
  return sums.map((sum) => sum.finish());
}

function emptySpectra(channels: number, bins: number): Spectra {
  const rows = () => Array.from({ length: channels }, () => new Float32Array(bins));
  return { re: rows(), im: rows(), previousRe: rows(), previousIm: rows() };
}

function analyse(
  stft: Stft,
  channels: readonly Float32Array[],
  position: number,
  spectra: Spectra,
): void {
  channels.forEach((samples, c) => {
    stft.forwardAt(samples, position, spectra.re[c], spectra.im[c]);
    stft.forwardAt(samples, position - HOP_LENGTH, spectra.previousRe[c], spectra.previousIm[c]);
  });
}

/** Turns spectra so that each partial goes on from where the last output frame left it. */
class PhaseLocker {
  /** The last output phase of the sum, as a unit vector per bin. */
  readonly #cos: Float32Array;
  readonly #sin: Float32Array;
  readonly #power: Float32Array;
  #started = false;

  constructor(readonly bins: number) {
    this.#cos = new Float32Array(bins).fill(1);
    this.#sin = new Float32Array(bins);
    this.#power = new Float32Array(bins);
  }

  rotate(spectra: Spectra): void {
    const re = sumOf(spectra.re);
    const im = sumOf(spectra.im);
    const previousRe = sumOf(spectra.previousRe);
    const previousIm = sumOf(spectra.previousIm);
    for (let k = 0; k < this.bins; k++) this.#power[k] = re[k] * re[k] + im[k] * im[k];
    for (const { peak, from, to } of peakRegions(this.#power)) {
      // out = last out · (now · conj(previous)) / |…|; the turn is out · conj(now).
      const [c, s] = this.#started
        ? turn(peak, { previousRe, previousIm, cos: this.#cos, sin: this.#sin })
        : [1, 0];
      for (let k = from; k < to; k++) {
        for (let channel = 0; channel < spectra.re.length; channel++) {
          const x = spectra.re[channel][k];
          const y = spectra.im[channel][k];
          spectra.re[channel][k] = x * c - y * s;
          spectra.im[channel][k] = x * s + y * c;
        }
        const scale = 1 / Math.sqrt(this.#power[k] + 1e-30);
        this.#cos[k] = (re[k] * c - im[k] * s) * scale;
        this.#sin[k] = (re[k] * s + im[k] * c) * scale;
      }
    }
    this.#started = true;
  }
}

interface PeakPhases {
  previousRe: Float32Array;
  previousIm: Float32Array;
  cos: Float32Array;
  sin: Float32Array;
}

/** Cosine and sine of the angle by which the region of `peak` is turned: the last output phase
 *  minus the input's phase one hop ago. */
function turn(peak: number, { previousRe, previousIm, cos, sin }: PeakPhases): [number, number] {
  const x = previousRe[peak];
  const y = previousIm[peak];
  const magnitude = Math.hypot(x, y);
  if (magnitude < 1e-12) return [1, 0];
  const c = (cos[peak] * x + sin[peak] * y) / magnitude;
  const s = (sin[peak] * x - cos[peak] * y) / magnitude;
  const norm = Math.hypot(c, s);
  return norm < 1e-6 ? [1, 0] : [c / norm, s / norm];
}

function sumOf(rows: readonly Float32Array[]): Float32Array {
  if (rows.length === 1) return rows[0].slice();
  const [a, b] = rows;
  return a.map((x, k) => x + b[k]);
}

/** Peaks (above two neighbours on both sides) and the bins that belong to each: up to the weakest
 *  bin between two peaks. */
function peakRegions(power: Float32Array): { peak: number; from: number; to: number }[] {
  const peaks: number[] = [];
  for (let k = 2; k < power.length - 2; k++) {
    const p = power[k];
    if (p > power[k - 1] && p >= power[k + 1] && p > power[k - 2] && p >= power[k + 2]) {
      peaks.push(k);
    }
  }
  if (peaks.length === 0) return [{ peak: 0, from: 0, to: power.length }];
  const regions = [];
  let from = 0;
  for (let n = 0; n < peaks.length; n++) {
    const to = n + 1 < peaks.length ? weakestBetween(power, peaks[n], peaks[n + 1]) : power.length;
    regions.push({ peak: peaks[n], from, to });
    from = to;
  }
  return regions;
}

function weakestBetween(power: Float32Array, a: number, b: number): number {
  let weakest = a + 1;
  for (let k = a + 2; k < b; k++) if (power[k] < power[weakest]) weakest = k;
  return weakest;
}
