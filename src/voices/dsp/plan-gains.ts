import { checkpoint, type RunOptions } from '../../progress.js';
import type { ConversionSettings } from '../voice-engine.js';
import { envelopeGrid, envelopeLoudness } from './envelope-shape.js';
import { estimateWarp, warpAll } from './estimate-warp.js';
import { FormantWarp } from './formant-warp.js';
import { findNearest } from './nearest-shapes.js';
import { longTermShape, meanShape, percentile } from './shape-statistics.js';
import { FEATURES, timbreFeatures } from './timbre-features.js';
import { heardFrames, shapeOf, type VocalFrames } from './vocal-frames.js';
import type { VoiceProfile } from './voice-profile.js';

/** Neighbours whose envelopes are averaged. Fewer are rougher. */
const NEIGHBOURS = 6;
/** Share of the voice's own envelopes against the singer's, moved: more is nearer, and rougher. */
const RETRIEVED_SHARE = 0.7;
/** Gains of a band, as ln amplitude: −22 and +14 dB. More would lift noise. */
const LOWEST_GAIN = -2.5;
const HIGHEST_GAIN = 1.6;
/** From 4 kHz up, a profile tells ever more of its microphone and codec: by 7 kHz the gains shrink
 *  to ±9.5 dB. */
const TRUSTED_HZ = 4000;
const DOUBTED_HZ = 7000;
const DOUBTED_GAIN = 1.1;
/** The same for consonants and breath, which carry the words: ±8 dB. */
const UNVOICED_GAIN = 0.9;
/** Most that the long-term equaliser adds or takes: 12 dB. */
const EQUALISER_GAIN = 1.4;
/** Frames to each side over which gains are averaged: 10 ms each. */
const SMOOTHING_FRAMES = 2;
/** Frames this far below the loud ones are reverberation or leftovers of the music: they get no gain
 *  at all, and the full gain from 18 dB above on. */
const LEFTOVERS_BELOW_LOUD = Math.log(10 ** (46 / 20));
const FULL_ABOVE_LEFTOVERS = Math.log(10 ** (18 / 20));

const bands = envelopeGrid.count;

/** By band, 0…1. */
const doubts = envelopeGrid.hz.map((hz) =>
  Math.max(0, Math.min(1, (hz - TRUSTED_HZ) / (DOUBTED_HZ - TRUSTED_HZ))),
);

/** What each band of each frame is to be multiplied with so that the singer of `frames` sounds like
 *  the voice of `profile`, loudness kept.
 *  @returns row-major [frames × bands], ln amplitude
 *  @throws CancelledError when `signal` is aborted */
export async function planGains(
  frames: VocalFrames,
  profile: VoiceProfile,
  options: RunOptions & { settings: ConversionSettings },
): Promise<Float32Array> {
  const { strength, formant, seed } = options.settings;
  const gains = new Float32Array(frames.count * bands);
  const voiced = heardFrames(frames, true);
  const unvoiced = heardFrames(frames, false);
  const targets = await voicedTargets(frames, voiced, { profile, strength, seed, run: options });
  const shift = new FormantWarp(2 ** (formant / 12));
  const shifted = new Float32Array(bands);
  voiced.forEach((t, i) => {
    shift.apply(targets.subarray(i * bands, (i + 1) * bands), shifted);
    const shape = shapeOf(frames, t);
    for (let b = 0; b < bands; b++) gains[t * bands + b] = limitGain(shifted[b] - shape[b], b);
  });
  const breath = unvoicedGain(meanShape(frames, unvoiced), profile.unvoicedMean, strength);
  for (const t of unvoiced) gains.set(breath, t * bands);
  smooth(gains, frames.count);
  const longTerm = shift.apply(profile.longTerm, new Float32Array(bands));
  equalise(gains, { frames, voiced, longTerm, strength });
  keepLoudness(gains, frames);
  return gains;
}

/** The shapes that the voiced frames should have: the singer's, with formants and mean moved to the
 *  voice's, mixed with the voice's own nearest envelopes. Row-major [voiced × bands]. */
async function voicedTargets(
  frames: VocalFrames,
  voiced: number[],
  {
    profile,
    strength,
    seed,
    run,
  }: { profile: VoiceProfile; strength: number; seed: number; run: RunOptions },
): Promise<Float32Array> {
  const own = new Float32Array(voiced.length * bands);
  voiced.forEach((t, i) => own.set(shapeOf(frames, t), i * bands));
  if (strength === 0 || voiced.length === 0) return own;
  const voiceFeatures = timbreFeatures(profile.voicedShapes);
  const factor = estimateWarp(own, voiceFeatures, seed);
  const moved = moveMean(warpAll(own, new FormantWarp(factor)), profile.voicedMean);
  await mixRetrieved(moved, profile.voicedShapes, voiceFeatures, run);
  if (strength === 1) return moved;
  const partly = warpAll(own, new FormantWarp(factor ** strength));
  for (let i = 0; i < partly.length; i++) partly[i] += strength * (moved[i] - partly[i]);
  return partly;
}

/** Adds a constant curve to the rows of `shapes`, in place, so that their mean becomes `mean`. */
function moveMean(shapes: Float32Array, mean: Float32Array): Float32Array {
  const count = shapes.length / bands;
  const offset = Float64Array.from(mean);
  for (let i = 0; i < shapes.length; i++) offset[i % bands] -= shapes[i] / count;
  for (let i = 0; i < shapes.length; i++) shapes[i] += offset[i % bands];
  return shapes;
}

/** Mixes into each row of `shapes` the average of the voice's shapes for the same vowel. */
async function mixRetrieved(
  shapes: Float32Array,
  voiceShapes: Float32Array,
  voiceFeatures: Float32Array,
  run: RunOptions,
): Promise<void> {
  const features = timbreFeatures(shapes);
  const rows = new Int32Array(Math.min(NEIGHBOURS, voiceFeatures.length / FEATURES));
  const distances = new Float64Array(rows.length);
  const share = RETRIEVED_SHARE / rows.length;
  const count = shapes.length / bands;
  for (let i = 0; i < count; i++) {
    if (i % 1000 === 0) await checkpoint(run, i / count);
    findNearest(voiceFeatures, features.subarray(i * FEATURES, (i + 1) * FEATURES), {
      rows,
      distances,
    });
    for (let b = 0; b < bands; b++) {
      let sum = 0;
      for (const row of rows) sum += voiceShapes[row * bands + b];
      shapes[i * bands + b] = (1 - RETRIEVED_SHARE) * shapes[i * bands + b] + share * sum;
    }
  }
}

/** Closes the loop: adds to the gains of all voiced frames, in place, what the long-term spectrum
 *  that they make still lacks to the voice's. */
function equalise(
  gains: Float32Array,
  {
    frames,
    voiced,
    longTerm,
    strength,
  }: { frames: VocalFrames; voiced: number[]; longTerm: Float32Array; strength: number },
): void {
  const shapes = frames.shapes.map((value, i) => value + gains[i]);
  const now = longTermShape({ ...frames, shapes }, voiced);
  for (let b = 0; b < bands; b++) {
    const most = EQUALISER_GAIN * (1 - doubts[b]) + DOUBTED_GAIN * doubts[b];
    const lack = strength * Math.max(-most, Math.min(most, longTerm[b] - now[b]));
    for (const t of voiced) gains[t * bands + b] += lack;
  }
}

function unvoicedGain(singer: Float32Array, voice: Float32Array, strength: number): Float32Array {
  return singer.map((value, b) => {
    const gain = strength * (voice[b] - value);
    return Math.max(-UNVOICED_GAIN, Math.min(UNVOICED_GAIN, gain));
  });
}

function limitGain(gain: number, band: number): number {
  const lowest = LOWEST_GAIN - doubts[band] * (LOWEST_GAIN + DOUBTED_GAIN);
  const highest = HIGHEST_GAIN - doubts[band] * (HIGHEST_GAIN - DOUBTED_GAIN);
  return Math.max(lowest, Math.min(highest, gain));
}

/** Moving average over frames, band by band, in place. */
function smooth(gains: Float32Array, count: number): void {
  const column = new Float32Array(count);
  for (let b = 0; b < bands; b++) {
    for (let t = 0; t < count; t++) column[t] = gains[t * bands + b];
    for (let t = 0; t < count; t++) gains[t * bands + b] = windowMean(column, t);
  }
}

function windowMean(column: Float32Array, t: number): number {
  const from = Math.max(0, t - SMOOTHING_FRAMES);
  const to = Math.min(column.length - 1, t + SMOOTHING_FRAMES);
  let sum = 0;
  for (let i = from; i <= to; i++) sum += column[i];
  return sum / (to - from + 1);
}

/** Shifts each frame's gains, in place, so that its loudness stays, and fades them out where only
 *  leftovers of the music are heard. */
function keepLoudness(gains: Float32Array, frames: VocalFrames): void {
  const heard = [...frames.loudness].filter((loudness) => loudness > -Infinity);
  const leftovers = percentile(heard, 0.95) - LEFTOVERS_BELOW_LOUD;
  const changed = new Float32Array(bands);
  for (let t = 0; t < frames.count; t++) {
    const row = gains.subarray(t * bands, (t + 1) * bands);
    const shape = shapeOf(frames, t);
    for (let b = 0; b < bands; b++) changed[b] = shape[b] + row[b];
    const louder = envelopeLoudness(changed) - envelopeLoudness(shape);
    const above = (frames.loudness[t] - leftovers) / FULL_ABOVE_LEFTOVERS;
    const share = Math.max(0, Math.min(1, above));
    for (let b = 0; b < bands; b++) row[b] = share * (row[b] - louder);
  }
}
