import { audioData } from '../../audio/audio-data.js';
import { resample } from '../../audio/resample.js';
import { OverlapAdd, Stft } from '../../dsp/stft.js';
import { checkpoint, type RunOptions } from '../../progress.js';

const N_FFT = 2048;
const HOP = 512;
/** Fainter magnitudes count as this: the logarithm of nothing would silence all others. */
const LEAST_MAGNITUDE = 1e-5;
/** Frames between checkpoints: some 0.1 s of work. */
const BLOCK_FRAMES = 500;

/** What one of several singers sang, mono. */
export interface SungPart {
  readonly samples: Float32Array;
  readonly sampleRate: number;
  /** Of all parts; together they make 1. */
  readonly share: number;
}

interface Spectrum {
  readonly re: Float32Array;
  readonly im: Float32Array;
}

/** One voice of several that sing the same at once. Their sum would be a choir; here magnitudes are
 *  averaged as logarithms, by the shares, with the phases of the part of the largest share. Every
 *  frame gets the loudness between those of the parts: noise, whose peaks don't coincide, would
 *  lose some otherwise.
 *  @returns a part of the highest sample rate; a single part is returned as it is
 *  @throws CancelledError when `signal` is aborted */
export async function mixSpectra(
  parts: readonly SungPart[],
  options: RunOptions = {},
): Promise<SungPart> {
  if (parts.length === 1) return parts[0];
  const sampleRate = Math.max(...parts.map((part) => part.sampleRate));
  const signals = parts.map(
    (part) => resample(audioData(part.sampleRate, [part.samples]), sampleRate).channels[0],
  );
  const length = Math.min(...signals.map((signal) => signal.length));
  const shares = parts.map(({ share }) => share);
  const heaviest = shares.indexOf(Math.max(...shares));
  const stft = new Stft(N_FFT, HOP);
  try {
    const output = new OverlapAdd(stft, length);
    const spectra = signals.map(() => emptySpectrum(stft.bins));
    const frames = stft.framesFor(length);
    for (let t = 0; t < frames; t++) {
      if (t % BLOCK_FRAMES === 0) await checkpoint(options, t / frames);
      spectra.forEach(({ re, im }, i) => stft.forwardFrame(signals[i], t, re, im));
      mixFrame(spectra, shares, spectra[heaviest]);
      output.add(t, spectra[heaviest].re, spectra[heaviest].im);
    }
    return { samples: output.finish(), sampleRate, share: 1 };
  } finally {
    stft.free();
  }
}

function emptySpectrum(bins: number): Spectrum {
  return { re: new Float32Array(bins), im: new Float32Array(bins) };
}

/** Gives `target`, one of `spectra`, the magnitudes and the loudness between all of them. */
function mixFrame(spectra: readonly Spectrum[], shares: readonly number[], target: Spectrum): void {
  const least = LEAST_MAGNITUDE ** 2;
  const energy = weightedGeometricMean(
    spectra.map((spectrum) => energyOf(spectrum) + least),
    shares,
  );
  for (let k = 0; k < target.re.length; k++) {
    let log = 0;
    for (let i = 0; i < spectra.length; i++) {
      log += shares[i] * Math.log(Math.max(least, powerAt(spectra[i], k)));
    }
    const gain = Math.sqrt(Math.exp(log) / Math.max(least, powerAt(target, k)));
    target.re[k] *= gain;
    target.im[k] *= gain;
  }
  const level = Math.sqrt(energy / (energyOf(target) + least));
  for (let k = 0; k < target.re.length; k++) {
    target.re[k] *= level;
    target.im[k] *= level;
  }
}

function powerAt({ re, im }: Spectrum, k: number): number {
  return re[k] * re[k] + im[k] * im[k];
}

function energyOf(spectrum: Spectrum): number {
  let sum = 0;
  for (let k = 0; k < spectrum.re.length; k++) sum += powerAt(spectrum, k);
  return sum;
}

function weightedGeometricMean(values: readonly number[], shares: readonly number[]): number {
  return Math.exp(values.reduce((sum, value, i) => sum + shares[i] * Math.log(value), 0));
}
