import { envelopeGrid } from '../dsp/envelope-shape.js';
import { meanShape, percentile } from '../dsp/shape-statistics.js';
import { heardFrames, shapeOf, type VocalFrames } from '../dsp/vocal-frames.js';

/** The network works on pairs of frames of 10 ms. */
export const PAIR = 2;
/** What it hears: recordings at 16 kHz reach no higher. */
const HEARD_HZ = 7600;
export const HEARD_BANDS = envelopeGrid.hz.filter((hz) => hz < HEARD_HZ).length;
/** Beside the bands, per frame: voiced, loudness, pitch. */
export const CUES = 3;
/** Voiced frames this far below the loud ones are reverberation or noise: 30 dB. */
const QUIET_BELOW_LOUD = Math.log(10 ** (30 / 20));
/** Loudness relative to the loud frames, ln amplitude, and what it is divided by. */
const LEAST_LOUDNESS = -8;
const MOST_LOUDNESS = 2;
const LOUDNESS_UNIT = 4;
const PITCH_UNIT_HZ = 200;

/** A vocal as the network takes it; scripts/train/voice/frames.py does the same. */
export interface NetworkFrames {
  readonly pairs: number;
  /** Row-major [pairs × PAIR·(HEARD_BANDS + CUES)]: shapes without the mean shape, and cues with
   *  the pitch as ln of F0 / 200 Hz. */
  readonly frames: Float32Array;
  /** Row-major [pairs × PAIR·CUES]: with the pitch relative to its median. */
  readonly cues: Float32Array;
  /** [pairs]: 1 where a frame of the pair is voiced. */
  readonly voiced: Float32Array;
}

/** @param f0Hz by frame [count]; 0 where unvoiced */
export function networkFrames(frames: VocalFrames, f0Hz: Float32Array): NetworkFrames {
  const loud = loudestOf(frames);
  const clear = heardFrames(frames, true).filter(
    (t) => frames.loudness[t] > loud - QUIET_BELOW_LOUD,
  );
  const mean = meanShape(frames, clear);
  const median = percentile(
    clear.map((t) => pitchOf(f0Hz[t])),
    0.5,
  );
  const pairs = Math.ceil(frames.count / PAIR);
  const width = HEARD_BANDS + CUES;
  const heard = new Float32Array(pairs * PAIR * width);
  const cues = new Float32Array(pairs * PAIR * CUES);
  const voiced = new Float32Array(pairs);
  for (let row = 0; row < pairs * PAIR; row++) {
    const t = Math.min(row, frames.count - 1);
    const isSilent = frames.loudness[t] === -Infinity;
    const shape = shapeOf(frames, t);
    for (let b = 0; b < HEARD_BANDS && !isSilent; b++) heard[row * width + b] = shape[b] - mean[b];
    const above = Math.max(LEAST_LOUDNESS, Math.min(MOST_LOUDNESS, frames.loudness[t] - loud));
    const isVoiced = frames.voiced[t] === 1 && f0Hz[t] > 0;
    const pitch = isVoiced ? pitchOf(f0Hz[t]) : 0;
    heard.set([frames.voiced[t], above / LOUDNESS_UNIT, pitch], row * width + HEARD_BANDS);
    cues.set([frames.voiced[t], above / LOUDNESS_UNIT, isVoiced ? pitch - median : 0], row * CUES);
    if (frames.voiced[t] === 1) voiced[Math.floor(row / PAIR)] = 1;
  }
  return { pairs, frames: heard, cues, voiced };
}

function loudestOf(frames: VocalFrames): number {
  return percentile(
    heardFrames(frames, true).map((t) => frames.loudness[t]),
    0.95,
  );
}

function pitchOf(f0Hz: number): number {
  return Math.log(Math.max(1, f0Hz) / PITCH_UNIT_HZ);
}
