import { audioData, type AudioData } from '../audio/audio-data.js';
import { OverlapAdd, Stft } from '../dsp/stft.js';
import { checkpoint, partOf, type RunOptions } from '../progress.js';
import { MidSideFrames } from './mid-side-frames.js';
import { joinSection, planSections } from './sections.js';

/** Vocals as two parts: what is in the centre, and the rest. */
export interface SplitVocals {
  /** Mono. */
  readonly lead: AudioData;
  /** Stereo: `vocals − lead` on both channels, exactly. */
  readonly backing: AudioData;
}

/** STFT window: long enough to tell partials of singers apart; hops of a quarter. */
const WINDOW_SECONDS = 4096 / 44_100;
const HOPS_PER_WINDOW = 4;

/** A bin's mid counts as lead by 1 / (1 + WEIGHT·(side/mid power ratio − the lead's own ratio)):
 *  backing vocals that are panned or widened have as much in the side as in the mid, a lead in the
 *  centre next to nothing. Measured in `docs/quality.md`. */
const SIDE_WEIGHT = 16;

/** The lead's own width is the ratio that this share of the mid's energy stays below: a lead with
 *  stereo reverb or doubling must not be taken apart. */
const LEAD_SHARE = 0.25;

/** Every so many frames are looked at to find that width. */
const WIDTH_FRAME_STEP = 4;

/** Long vocals are split in sections, to save memory. */
const SECTION_SECONDS = 40;
const OVERLAP_SECONDS = 1;

/** Frames between checkpoints: about a quarter of a second of work. */
const CHECKPOINT_FRAMES = 1024;

/** Splits stereo `vocals` into the lead, which is in the centre, and the backing vocals around it.
 *  Mono vocals are all lead.
 *  @throws CancelledError when `signal` is aborted */
export async function splitLead(vocals: AudioData, options: RunOptions = {}): Promise<SplitVocals> {
  const { sampleRate } = vocals;
  const left = vocals.channels[0];
  const right = vocals.channels[1] ?? left;
  const lead = await extractCentre([left, right], sampleRate, options);
  const backing = [left, right].map((channel) => channel.map((sample, i) => sample - lead[i]));
  return { lead: audioData(sampleRate, [lead]), backing: audioData(sampleRate, backing) };
}

async function extractCentre(
  [left, right]: readonly Float32Array[],
  sampleRate: number,
  run: RunOptions,
): Promise<Float32Array> {
  const nFft = 2 ** Math.round(Math.log2(WINDOW_SECONDS * sampleRate));
  const stft = new Stft(nFft, nFft / HOPS_PER_WINDOW);
  try {
    const ownWidth = await leadWidth(new MidSideFrames(stft, left, right), partOf(run, 0, 0.2));
    const lead = new Float32Array(left.length);
    const overlapLength = Math.round(OVERLAP_SECONDS * sampleRate);
    const sectionLength = Math.round(SECTION_SECONDS * sampleRate);
    const sections = planSections(left.length, { sectionLength, overlapLength });
    for (const [i, { start, end }] of sections.entries()) {
      const frames = new MidSideFrames(stft, left.subarray(start, end), right.subarray(start, end));
      const [from, to] = [i, i + 1].map((done) => 0.2 + (0.8 * done) / sections.length);
      const centre = await centreOf(frames, ownWidth, partOf(run, from, to));
      joinSection(lead, centre, { start, fadeLength: i === 0 ? 0 : overlapLength });
    }
    return lead;
  } finally {
    stft.free();
  }
}

/** What is no further from the centre than `ownWidth`, the rest attenuated. */
async function centreOf(
  frames: MidSideFrames,
  ownWidth: number,
  run: RunOptions,
): Promise<Float32Array> {
  const centre = new OverlapAdd(frames.stft, frames.length);
  for (let t = 0; t < frames.count; t++) {
    frames.analyse(t);
    attenuateSides(frames, ownWidth);
    centre.add(t, frames.mid.re, frames.mid.im);
    if (t % CHECKPOINT_FRAMES === 0) await checkpoint(run, t / frames.count);
  }
  await checkpoint(run, 1);
  return centre.finish();
}

function attenuateSides(frames: MidSideFrames, ownWidth: number): void {
  const { re, im } = frames.mid;
  for (let bin = 0; bin < re.length; bin++) {
    const excess = Math.max(0, widthAt(frames, bin) - ownWidth);
    const share = 1 / (1 + SIDE_WEIGHT * excess);
    re[bin] *= share;
    im[bin] *= share;
  }
}

/** Widths are counted in steps of an eighth of an octave, from 2^-32 (−96 dB) to 1. */
const WIDTH_STEPS_PER_OCTAVE = 8;
const WIDTH_OCTAVES = 32;

/** The width below which `LEAD_SHARE` of the mid's energy lies. */
async function leadWidth(frames: MidSideFrames, run: RunOptions): Promise<number> {
  const energy = new Float64Array(WIDTH_STEPS_PER_OCTAVE * WIDTH_OCTAVES + 1);
  for (let t = 0; t < frames.count; t += WIDTH_FRAME_STEP) {
    frames.analyse(t);
    countWidths(frames, energy);
    if (t % CHECKPOINT_FRAMES === 0) await checkpoint(run, t / frames.count);
  }
  await checkpoint(run, 1);
  const share = LEAD_SHARE * energy.reduce((sum, e) => sum + e, 0);
  let sum = 0;
  const step = energy.findIndex((e) => (sum += e) >= share);
  return 2 ** (step / WIDTH_STEPS_PER_OCTAVE - WIDTH_OCTAVES);
}

/** Adds the mid's energy in one frame to `energy`, by its width. */
function countWidths(frames: MidSideFrames, energy: Float64Array): void {
  for (let bin = 0; bin < frames.stft.bins; bin++) {
    const octave = Math.log2(widthAt(frames, bin) + Number.MIN_VALUE) + WIDTH_OCTAVES;
    const step = Math.round(octave * WIDTH_STEPS_PER_OCTAVE);
    energy[Math.min(energy.length - 1, Math.max(0, step))] += midPowerAt(frames, bin);
  }
}

function midPowerAt({ mid }: MidSideFrames, bin: number): number {
  return mid.re[bin] ** 2 + mid.im[bin] ** 2;
}

/** Power of the side relative to the mid's; 0 where both are silent. */
function widthAt(frames: MidSideFrames, bin: number): number {
  const { side } = frames;
  const sidePower = side.re[bin] ** 2 + side.im[bin] ** 2;
  return sidePower / (midPowerAt(frames, bin) + Number.MIN_VALUE);
}
