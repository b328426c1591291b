import { checkpoint, type RunOptions } from '../progress.js';
import type { MidSideFrames } from './mid-side-frames.js';
import { widthOf } from './width-around.js';

/** The lead's own width is the ratio that this share of the mid's energy stays below: a lead with
 *  stereo reverb or doubling must not be taken apart. */
const LEAD_SHARE = 0.25;

/** No lead is taken for narrower or wider: −30 dB is what lossy formats make of a voice in the
 *  centre, −13 dB a voice in a wide reverb. */
const NARROWEST = 1e-3;
const WIDEST = 0.05;

/** Every so many frames are looked at. */
const FRAME_STEP = 8;

/** Frames between checkpoints: about a quarter of a second of work. */
const CHECKPOINT_FRAMES = 1024;

/** Widths are counted in steps of an eighth of an octave, from 2^-32 (−96 dB) to 1. */
const STEPS_PER_OCTAVE = 8;
const OCTAVES = 32;

/** How wide the lead in `frames` is by itself: power of the side over the mid's.
 *  @throws CancelledError when cancelled */
export async function leadWidth(frames: MidSideFrames, run: RunOptions): Promise<number> {
  const energy = new Float64Array(STEPS_PER_OCTAVE * OCTAVES + 1);
  for (let t = 0; t < frames.count; t += FRAME_STEP) {
    frames.analyse(t);
    countWidths(frames, energy);
    if (t % CHECKPOINT_FRAMES === 0) await checkpoint(run, t / frames.count);
  }
  await checkpoint(run, 1);
  const share = LEAD_SHARE * energy.reduce((sum, e) => sum + e, 0);
  let sum = 0;
  const step = energy.findIndex((e) => (sum += e) >= share);
  const width = 2 ** (step / STEPS_PER_OCTAVE - OCTAVES);
  return Math.min(WIDEST, Math.max(NARROWEST, width));
}

/** Adds the mid's energy in one frame to `energy`, by its width. */
function countWidths(frames: MidSideFrames, energy: Float64Array): void {
  for (let bin = 0; bin < frames.stft.bins; bin++) {
    const midPower = frames.midPowerAt(bin);
    const width = widthOf(frames.sidePowerAt(bin), midPower);
    const octave = Math.log2(width + Number.MIN_VALUE) + OCTAVES;
    const step = Math.round(octave * STEPS_PER_OCTAVE);
    energy[Math.min(energy.length - 1, Math.max(0, step))] += midPower;
  }
}
