import { checkpoint, type RunOptions } from '../progress.js';
import { dbToGain } from './decibels.js';
import { OverlapAdd, Stft } from './stft.js';

/** Long enough to tell noise from partials, short enough for consonants. */
const WINDOW_SECONDS = 0.032;
const HOPS_PER_WINDOW = 4;
/** How far the signal-to-noise ratio of a bin follows that of the frame before: 0.98 keeps the rest
 *  of the noise from twinkling (Ephraim & Malah, 1984). */
const SMOOTHING = 0.98;
/** No bin is lowered by more: what is left of the noise sounds like itself, and no consonant is
 *  lost in it. */
const MOST_REDUCTION_DB = 12;
/** Frames between checkpoints: less than 0.1 s of work. */
const BLOCK_FRAMES = 1000;

/** Where nothing but noise is heard, in samples [from, to). */
export interface NoiseStretch {
  readonly from: number;
  readonly to: number;
}

/** `samples` with steady noise lowered by up to 12 dB: a Wiener filter whose noise spectrum is
 *  measured in `noise`, with decision-directed smoothing. Without such stretches it is returned as
 *  it is; what stands far above the noise passes unchanged.
 *  @throws CancelledError when `signal` is aborted */
export async function denoise(
  samples: Float32Array,
  options: RunOptions & { sampleRate: number; noise: readonly NoiseStretch[] },
): Promise<Float32Array> {
  const { sampleRate, noise } = options;
  const nFft = 2 ** Math.round(Math.log2(WINDOW_SECONDS * sampleRate));
  const stft = new Stft(nFft, nFft / HOPS_PER_WINDOW);
  try {
    const noisePower = measureNoise(samples, stft, noise);
    if (!noisePower) return samples;
    return await filter(samples, { ...options, stft, noisePower });
  } finally {
    stft.free();
  }
}

/** Mean power by bin of the frames that lie in `noise`; undefined when none does. */
function measureNoise(
  samples: Float32Array,
  stft: Stft,
  noise: readonly NoiseStretch[],
): Float32Array | undefined {
  const sum = new Float32Array(stft.bins);
  const re = new Float32Array(stft.bins);
  const im = new Float32Array(stft.bins);
  let count = 0;
  for (const { from, to } of noise) {
    const last = to - stft.nFft / 2;
    for (let centre = from + stft.nFft / 2; centre <= last; centre += stft.hopLength) {
      stft.forwardAt(samples, Math.round(centre), re, im);
      for (let k = 0; k < sum.length; k++) sum[k] += re[k] * re[k] + im[k] * im[k];
      count++;
    }
  }
  return count > 0 ? sum.map((power) => power / count) : undefined;
}

async function filter(
  samples: Float32Array,
  options: RunOptions & { stft: Stft; noisePower: Float32Array },
): Promise<Float32Array> {
  const { stft, noisePower } = options;
  const frames = stft.framesFor(samples.length);
  const output = new OverlapAdd(stft, samples.length);
  const re = new Float32Array(stft.bins);
  const im = new Float32Array(stft.bins);
  /** Signal-to-noise power ratio that was let through, by bin. */
  const passed = new Float32Array(stft.bins).fill(1);
  for (let t = 0; t < frames; t++) {
    if (t % BLOCK_FRAMES === 0) await checkpoint(options, t / frames);
    stft.forwardFrame(samples, t, re, im);
    lowerNoise(re, im, { noisePower, passed });
    output.add(t, re, im);
  }
  return output.finish();
}

const LOWEST_GAIN = dbToGain(-MOST_REDUCTION_DB);
/** Stands in for no noise at all, so that nothing is divided by 0. */
const TINY_POWER = 1e-20;

function lowerNoise(
  re: Float32Array,
  im: Float32Array,
  { noisePower, passed }: { noisePower: Float32Array; passed: Float32Array },
): void {
  for (let k = 0; k < re.length; k++) {
    const ratio = (re[k] * re[k] + im[k] * im[k]) / (noisePower[k] + TINY_POWER);
    const prior = SMOOTHING * passed[k] + (1 - SMOOTHING) * Math.max(0, ratio - 1);
    const gain = Math.max(LOWEST_GAIN, prior / (1 + prior));
    passed[k] = gain * gain * ratio;
    re[k] *= gain;
    im[k] *= gain;
  }
}
