import { envelopeGrid, removeLoudness } from '../dsp/envelope-shape.js';
import { FormantWarp } from '../dsp/formant-warp.js';
import { longTermShape, meanShape } from '../dsp/shape-statistics.js';
import { heardFrames, shapeOf, type VocalFrames } from '../dsp/vocal-frames.js';
import type { VoiceProfile } from '../dsp/voice-profile.js';

/** How far a band of a frame may move, as ln amplitude: ±52 dB. More is a mistake of the network. */
const MOST_MOVE = 6;
/** The same for consonants and breath, which carry the words: ±26 dB. */
const MOST_UNVOICED_MOVE = 3;
/** Most that the long-term spectrum is corrected: ±26 dB. */
const MOST_CORRECTION = 3;
/** Frames to each side over which movements are averaged: 10 ms each. */
const SMOOTHING_FRAMES = 1;

const bands = envelopeGrid.count;

/** The shapes that the frames of a vocal get: what the network says of them, around the voice's mean
 *  shape, with the voice's long-term spectrum, by `strength` on the way from the singer's own.
 *  @param sung row-major [≥ count × bands], without the mean
 *  @returns row-major [count × bands], ln amplitude without loudness; 0 where silent */
export function planShapes(
  frames: VocalFrames,
  sung: Float32Array,
  options: { profile: VoiceProfile; strength: number; formant: number },
): Float32Array {
  const { profile, strength, formant } = options;
  const moves = smoothed(movesOf(frames, sung, profile), frames.count);
  const shapes = frames.shapes.map((value, i) => value + moves[i]);
  correctVoiced(shapes, frames, profile.longTerm);
  correctUnvoiced(shapes, frames, profile.unvoicedMean);
  const shift = new FormantWarp(2 ** (formant / 12));
  const shifted = new Float32Array(bands);
  for (let t = 0; t < frames.count; t++) {
    const shape = shapes.subarray(t * bands, (t + 1) * bands);
    const own = shapeOf(frames, t);
    if (frames.loudness[t] === -Infinity) {
      shape.fill(0);
      continue;
    }
    shift.apply(shape, shifted);
    for (let b = 0; b < bands; b++) shape[b] = own[b] + strength * (shifted[b] - own[b]);
    removeLoudness(shape);
  }
  return shapes;
}

function movesOf(
  frames: VocalFrames,
  sung: Float32Array,
  { voicedMean }: VoiceProfile,
): Float32Array {
  const moves = new Float32Array(frames.count * bands);
  for (let t = 0; t < frames.count; t++) {
    if (frames.loudness[t] === -Infinity) continue;
    const most = frames.voiced[t] ? MOST_MOVE : MOST_UNVOICED_MOVE;
    for (let b = 0; b < bands; b++) {
      const i = t * bands + b;
      moves[i] = Math.max(-most, Math.min(most, sung[i] + voicedMean[b] - frames.shapes[i]));
    }
  }
  return moves;
}

/** Moving average over frames, band by band. */
function smoothed(values: Float32Array, count: number): Float32Array {
  const result = new Float32Array(values.length);
  for (let t = 0; t < count; t++) {
    const from = Math.max(0, t - SMOOTHING_FRAMES);
    const to = Math.min(count - 1, t + SMOOTHING_FRAMES);
    for (let n = from; n <= to; n++) {
      for (let b = 0; b < bands; b++)
        result[t * bands + b] += values[n * bands + b] / (to - from + 1);
    }
  }
  return result;
}

/** Closes the loop: adds to all voiced shapes, in place, what their long-term spectrum lacks. */
function correctVoiced(shapes: Float32Array, frames: VocalFrames, wanted: Float32Array): void {
  const voiced = heardFrames(frames, true);
  addLack(shapes, voiced, { now: longTermShape({ ...frames, shapes }, voiced), wanted });
}

/** The same for the mean of what is unvoiced. */
function correctUnvoiced(shapes: Float32Array, frames: VocalFrames, wanted: Float32Array): void {
  const unvoiced = heardFrames(frames, false);
  addLack(shapes, unvoiced, { now: meanShape({ ...frames, shapes }, unvoiced), wanted });
}

function addLack(
  shapes: Float32Array,
  chosen: number[],
  { now, wanted }: { now: Float32Array; wanted: Float32Array },
): void {
  for (let b = 0; b < bands; b++) {
    const lack = Math.max(-MOST_CORRECTION, Math.min(MOST_CORRECTION, wanted[b] - now[b]));
    for (const t of chosen) shapes[t * bands + b] += lack;
  }
}
