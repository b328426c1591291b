import { BandGrid, sampleCurve } from '../../dsp/band-grid.js';
import { OverlapAdd, type Stft } from '../../dsp/stft.js';
import { checkpoint, partOf, type RunOptions } from '../../progress.js';
import { percentile } from './shape-statistics.js';
import { vocalStft } from './vocal-stft.js';

/** The axis of long-term spectra: from below all voices, so that a recording's own low end shows. */
export const spectrumGrid = new BandGrid(96, 20, 11_000);

/** Quieter frames don't count: −66 dB below full scale. */
const SILENT_RMS = 10 ** (-66 / 20);
/** Levels are averaged over ±140 Hz (Hann), so that no harmonics show. */
const SMOOTHING_HZ = 140;
const LEAST_POWER = 1e-20;
/** Most that a band is lowered and raised, ln amplitude: −35 and +12 dB. Beyond, only noise would rise. */
const MOST_CUT = 4;
const MOST_BOOST = 1.4;
/** Share of the melody that lies above the pitch below which nothing is raised. */
const LOW_RANK = 0.1;
/** Frames between checkpoints: some 0.1 s of work. */
const BLOCK_FRAMES = 1000;
/** More change little. */
const ROUNDS = 2;
/** Share of a round's time until the spectrum is known. */
const MEASURED = 0.5;

export interface SoundOfVoice {
  samples: Float32Array;
  sampleRate: number;
}

/** The long-term spectrum of all that is heard in `parts`, vowels, consonants, the room and the
 *  microphone: mean power of the louder half of the frames.
 *  @returns [bands of `spectrumGrid`], ln amplitude, of mean 0; flat where all is silent */
export async function longTermSpectrum(
  parts: readonly SoundOfVoice[],
  options: RunOptions = {},
): Promise<Float32Array> {
  const sum = new Float64Array(spectrumGrid.count);
  for (const [i, part] of parts.entries()) {
    const run = partOf(options, i / parts.length, (i + 1) / parts.length);
    const power = await louderPower(part, run);
    power.forEach((value, b) => (sum[b] += value));
  }
  if (sum.every((value) => value === 0)) return new Float32Array(sum.length);
  const curve = Float32Array.from(sum, (value) => 0.5 * Math.log(value));
  const mean = curve.reduce((a, b) => a + b) / curve.length;
  return curve.map((value) => value - mean);
}

type MatchOptions = RunOptions & {
  sampleRate: number;
  /** [bands of `spectrumGrid`] */
  wanted: Float32Array;
  /** 0 … 1 */
  strength: number;
  /** Semitones by which formants were moved, and the spectrum with them. */
  formant: number;
  /** What is sung in Hz, 0 where nothing is: below it there is nothing but noise to raise. */
  melodyHz: Float32Array;
};

/** Filters `samples` by one curve throughout, so that their long-term spectrum becomes `wanted` by
 *  `strength`. Every frame keeps its energy, so that consonants stay as loud beside the vowels; as that
 *  changes the spectrum again, the curve is found in rounds. */
export async function matchSpectrum(
  samples: Float32Array,
  { sampleRate, wanted, strength, formant, melodyHz, ...run }: MatchOptions,
): Promise<Float32Array> {
  if (strength === 0) return samples;
  const shifted = movedSpectrum(wanted, formant);
  const lowest = percentile(
    melodyHz.filter((hz) => hz > 0),
    LOW_RANK,
  );
  const lowBand = Math.ceil(spectrumGrid.position(lowest));
  let curve = new Float32Array(wanted.length);
  let matched = samples;
  for (let round = 0; round < ROUNDS; round++) {
    const part = partOf(run, round / ROUNDS, (round + 1) / ROUNDS);
    const measured = partOf(part, 0, MEASURED);
    const now = await longTermSpectrum([{ samples: matched, sampleRate }], measured);
    curve = curve.map((value, b) => bounded(value + shifted[b] - now[b]));
    for (let b = lowBand - 1; b >= 0; b--) curve[b] = Math.min(curve[b], curve[b + 1]);
    const gains = curve.map((value) => strength * value);
    matched = await filtered(samples, gains, { ...partOf(part, MEASURED, 1), sampleRate });
  }
  return matched;
}

function bounded(gain: number): number {
  return Math.max(-MOST_CUT, Math.min(MOST_BOOST, gain));
}

/** `spectrum` as of a throat whose formants lie `semitones` higher. */
export function movedSpectrum(spectrum: Float32Array, semitones: number): Float32Array {
  const places = spectrumGrid.hz.map((hz) => spectrumGrid.position(hz / 2 ** (semitones / 12)));
  return sampleCurve(spectrum, places, new Float32Array(spectrum.length));
}

/** Summed over the louder half of what is heard in one recording, by band. */
async function louderPower(
  { samples, sampleRate }: SoundOfVoice,
  options: RunOptions,
): Promise<Float64Array> {
  const stft = vocalStft(sampleRate);
  try {
    const { power, count } = await sumLouder(samples, stft, options);
    if (count === 0) return new Float64Array(spectrumGrid.count);
    const smooth = smoothedLevels(power, sampleRate / stft.nFft);
    return Float64Array.from(spectrumGrid.hz, (hz) => {
      const place = Math.min(smooth.length - 2, (hz * stft.nFft) / sampleRate);
      const below = Math.floor(place);
      return Math.exp(smooth[below] + (smooth[below + 1] - smooth[below]) * (place - below));
    });
  } finally {
    stft.free();
  }
}

async function sumLouder(samples: Float32Array, stft: Stft, options: RunOptions) {
  const loudness = Float32Array.from({ length: stft.framesFor(samples.length) }, (_, t) =>
    rmsAround(samples, t * stft.hopLength, stft.nFft / 2),
  );
  const middle = percentile(
    loudness.filter((rms) => rms > SILENT_RMS),
    0.5,
  );
  const power = new Float64Array(stft.bins);
  const [re, im] = [new Float32Array(stft.bins), new Float32Array(stft.bins)];
  let count = 0;
  for (let t = 0; t < loudness.length; t++) {
    if (t % BLOCK_FRAMES === 0) await checkpoint(options, t / loudness.length);
    if (loudness[t] <= SILENT_RMS || loudness[t] < middle) continue;
    stft.forwardFrame(samples, t, re, im);
    for (let k = 0; k < power.length; k++) power[k] += re[k] * re[k] + im[k] * im[k];
    count++;
  }
  return { power, count };
}

function rmsAround(samples: Float32Array, centre: number, half: number): number {
  const from = Math.max(0, centre - half);
  const to = Math.min(samples.length, centre + half);
  let sum = 0;
  for (let i = from; i < to; i++) sum += samples[i] * samples[i];
  return Math.sqrt(sum / (2 * half));
}

/** ln of `power` by bin, averaged over its neighbours. */
function smoothedLevels(power: Float64Array, binHz: number): Float64Array {
  const levels = power.map((value) => Math.log(value + LEAST_POWER));
  const reach = Math.floor(SMOOTHING_HZ / binHz);
  return levels.map((_, k) => {
    let sum = 0;
    let weights = 0;
    for (let d = -reach; d <= reach; d++) {
      const weight = Math.cos((Math.PI * d) / 2 / (reach + 1)) ** 2;
      sum += weight * levels[Math.min(levels.length - 1, Math.max(0, k + d))];
      weights += weight;
    }
    return sum / weights;
  });
}

async function filtered(
  samples: Float32Array,
  curve: Float32Array,
  { sampleRate, ...run }: RunOptions & { sampleRate: number },
): Promise<Float32Array> {
  const stft = vocalStft(sampleRate);
  try {
    const places = Float32Array.from({ length: stft.bins }, (_, k) =>
      spectrumGrid.position((k * sampleRate) / stft.nFft),
    );
    const gains = sampleCurve(curve, places, new Float32Array(stft.bins)).map(Math.exp);
    const [re, im] = [new Float32Array(stft.bins), new Float32Array(stft.bins)];
    const output = new OverlapAdd(stft, samples.length);
    const count = stft.framesFor(samples.length);
    for (let t = 0; t < count; t++) {
      if (t % BLOCK_FRAMES === 0) await checkpoint(run, t / count);
      stft.forwardFrame(samples, t, re, im);
      const gain = Math.sqrt(power(re, im) / Math.max(power(re, im, gains), Number.MIN_VALUE));
      for (let k = 0; k < gains.length; k++) {
        re[k] *= gain * gains[k];
        im[k] *= gain * gains[k];
      }
      output.add(t, re, im);
    }
    return output.finish();
  } finally {
    stft.free();
  }
}

function power(re: Float32Array, im: Float32Array, gains?: Float32Array): number {
  let sum = 0;
  for (let k = 0; k < re.length; k++) {
    const gain = gains ? gains[k] : 1;
    sum += gain * gain * (re[k] * re[k] + im[k] * im[k]);
  }
  return sum;
}
