import { OverlapAdd, type Stft } from '../../dsp/stft.js';
import { checkpoint, type RunOptions } from '../../progress.js';
import { envelopeGrid } from './envelope-shape.js';

/** Frames between checkpoints: some 0.1 s of work. */
const BLOCK_FRAMES = 1000;
/** Nothing but this: −100 dB, needs no filtering. */
const SILENT_PEAK = 1e-5;

/** Filters `samples` by `gains` [frames × bands, ln amplitude], frames as `stft` lays them out. The
 *  source's phases, and with them its noise and its timing, stay as they are.
 *  @throws CancelledError when `signal` is aborted */
export async function applyGains(
  samples: Float32Array,
  gains: Float32Array,
  options: RunOptions & { stft: Stft; sampleRate: number },
): Promise<Float32Array> {
  const { stft, sampleRate } = options;
  const bands = envelopeGrid.count;
  const positions = Float32Array.from({ length: stft.bins }, (_, k) =>
    envelopeGrid.position((k * sampleRate) / stft.nFft),
  );
  const frames = stft.framesFor(samples.length);
  const output = new OverlapAdd(stft, samples.length);
  const re = new Float32Array(stft.bins);
  const im = new Float32Array(stft.bins);
  for (let t = 0; t < frames; t++) {
    if (t % BLOCK_FRAMES === 0) await checkpoint(options, t / frames);
    if (isSilent(samples, t * stft.hopLength, stft.nFft / 2)) continue;
    stft.forwardFrame(samples, t, re, im);
    multiply(gains.subarray(t * bands, (t + 1) * bands), positions, { re, im });
    output.add(t, re, im);
  }
  return output.finish();
}

function isSilent(samples: Float32Array, centre: number, half: number): boolean {
  const to = Math.min(samples.length, centre + half);
  for (let i = Math.max(0, centre - half); i < to; i++) {
    if (Math.abs(samples[i]) > SILENT_PEAK) return false;
  }
  return true;
}

function multiply(
  gains: Float32Array,
  positions: Float32Array,
  { re, im }: { re: Float32Array; im: Float32Array },
): void {
  const last = gains.length - 2;
  for (let k = 0; k < positions.length; k++) {
    const below = Math.min(last, Math.floor(positions[k]));
    const share = positions[k] - below;
    const gain = Math.exp(gains[below] + (gains[below + 1] - gains[below]) * share);
    re[k] *= gain;
    im[k] *= gain;
  }
}
