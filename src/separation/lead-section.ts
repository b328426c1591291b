import { checkpoint, type RunOptions } from '../progress.js';
import type { MidSideFrames } from './mid-side-frames.js';

/** A section of vocals as spectra, row-major [frames × bins]. */
export interface LeadSection {
  readonly frames: number;
  readonly bins: number;
  /** Of the mid. */
  readonly re: Float32Array;
  readonly im: Float32Array;
  readonly midPower: Float32Array;
  readonly sidePower: Float32Array;
}

/** Frames between checkpoints: about 0.1 s of work. */
const CHECKPOINT_FRAMES = 512;

/** Analyses all `frames` of a section.
 *  @throws CancelledError when cancelled */
export async function readLeadSection(
  frames: MidSideFrames,
  run: RunOptions,
): Promise<LeadSection> {
  const { bins } = frames.stft;
  const matrix = () => new Float32Array(frames.count * bins);
  const section = { re: matrix(), im: matrix(), midPower: matrix(), sidePower: matrix() };
  for (let t = 0; t < frames.count; t++) {
    frames.analyse(t);
    section.re.set(frames.mid.re, t * bins);
    section.im.set(frames.mid.im, t * bins);
    for (let bin = 0; bin < bins; bin++) {
      section.midPower[t * bins + bin] = frames.midPowerAt(bin);
      section.sidePower[t * bins + bin] = frames.sidePowerAt(bin);
    }
    if (t % CHECKPOINT_FRAMES === 0) await checkpoint(run, t / frames.count);
  }
  return { frames: frames.count, bins, ...section };
}
