import { audioData, type AudioData } from '../audio/audio-data.js';
import { OverlapAdd, Stft } from '../dsp/stft.js';
import { checkpoint, partOf, type RunOptions } from '../progress.js';
import { LeadConfidence } from './lead-confidence.js';
import { LeadMask } from './lead-mask.js';
import { readLeadSection, type LeadSection } from './lead-section.js';
import { leadWidth } from './lead-width.js';
import { MidSideFrames } from './mid-side-frames.js';
import { joinSection, planSections } from './sections.js';

/** Vocals as two parts: the lead, and the voices around it. */
export interface SplitVocals {
  /** Mono. */
  readonly lead: AudioData;
  /** Stereo: `vocals − lead` on both channels, exactly. */
  readonly backing: AudioData;
  /** How sure the split is. */
  readonly confidence: LeadConfidence;
}

/** STFT window: long enough to tell partials of singers apart; hops of a quarter. */
const WINDOW_SECONDS = 4096 / 44_100;
const HOPS_PER_WINDOW = 4;

/** Long vocals are split in sections, to save memory. */
const SECTION_SECONDS = 40;
const OVERLAP_SECONDS = 1;

/** Frames between checkpoints: about 0.1 s of work. */
const CHECKPOINT_FRAMES = 512;

/** Shares of the time. */
const WIDTH_MEASURED = 0.1;
const SECTION_READ = 0.4;

/** Splits stereo `vocals` into the lead, which is in the centre, and the backing vocals around it, by
 *  stereo position and by the pitch of the melody in the centre. Mono vocals are all lead.
 *  @throws CancelledError when `signal` is aborted */
export async function splitLead(vocals: AudioData, options: RunOptions = {}): Promise<SplitVocals> {
  const { sampleRate } = vocals;
  const left = vocals.channels[0];
  const right = vocals.channels[1] ?? left;
  const confidence = new LeadConfidence();
  const lead = await extractLead([left, right], { sampleRate, confidence, run: options });
  const backing = [left, right].map((channel) => channel.map((sample, i) => sample - lead[i]));
  return {
    lead: audioData(sampleRate, [lead]),
    backing: audioData(sampleRate, backing),
    confidence,
  };
}

async function extractLead(
  [left, right]: readonly Float32Array[],
  {
    sampleRate,
    confidence,
    run,
  }: { sampleRate: number; confidence: LeadConfidence; run: RunOptions },
): Promise<Float32Array> {
  const nFft = 2 ** Math.round(Math.log2(WINDOW_SECONDS * sampleRate));
  const stft = new Stft(nFft, nFft / HOPS_PER_WINDOW);
  try {
    const whole = new MidSideFrames(stft, left, right);
    const ownWidth = await leadWidth(whole, partOf(run, 0, WIDTH_MEASURED));
    const lead = new Float32Array(left.length);
    const overlapLength = Math.round(OVERLAP_SECONDS * sampleRate);
    const sectionLength = Math.round(SECTION_SECONDS * sampleRate);
    const sections = planSections(left.length, { sectionLength, overlapLength });
    const rest = partOf(run, WIDTH_MEASURED, 1);
    for (const [i, { start, end }] of sections.entries()) {
      const frames = new MidSideFrames(stft, left.subarray(start, end), right.subarray(start, end));
      const part = partOf(rest, i / sections.length, (i + 1) / sections.length);
      const section = await readLeadSection(frames, partOf(part, 0, SECTION_READ));
      const mask = new LeadMask(section, ownWidth, sampleRate / nFft);
      const sound = new OverlapAdd(stft, frames.length);
      await maskSection(section, { mask, sound, confidence }, partOf(part, SECTION_READ, 1));
      joinSection(lead, sound.finish(), { start, fadeLength: i === 0 ? 0 : overlapLength });
    }
    return lead;
  } finally {
    stft.free();
  }
}

/** Adds the lead's share of the section to `sound`. */
async function maskSection(
  { frames, bins, re, im, midPower, sidePower }: LeadSection,
  { mask, sound, confidence }: { mask: LeadMask; sound: OverlapAdd; confidence: LeadConfidence },
  run: RunOptions,
): Promise<void> {
  const share = new Float32Array(bins);
  for (let t = 0; t < frames; t++) {
    mask.at(t, share);
    const [from, to] = [t * bins, (t + 1) * bins];
    confidence.count(share, midPower.subarray(from, to), sidePower.subarray(from, to));
    const [rowRe, rowIm] = [re.subarray(from, to), im.subarray(from, to)];
    multiply(rowRe, share);
    multiply(rowIm, share);
    sound.add(t, rowRe, rowIm);
    if (t % CHECKPOINT_FRAMES === 0) await checkpoint(run, t / frames);
  }
  await checkpoint(run, 1);
}

function multiply(values: Float32Array, factors: Float32Array): void {
  for (let i = 0; i < values.length; i++) values[i] *= factors[i];
}
