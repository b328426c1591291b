import { pitchAt } from '../../dsp/pitch-curve.js';
import { seededRandom } from '../../dsp/random.js';
import { InputError } from '../../errors.js';
import type { PitchTrack } from '../../pitch/pitch-tracker.js';
import { checkpoint, type RunOptions } from '../../progress.js';
import { envelopeGrid } from './envelope-shape.js';
import { longTermShape, meanShape, percentile } from './shape-statistics.js';
import { heardFrames, measureVocalFrames, shapeOf, type VocalFrames } from './vocal-frames.js';
import type { VoiceProfile } from './voice-profile.js';

const HOP_SECONDS = 0.01;
/** Quieter than this below the loud frames (95th percentile), a voiced frame is reverberation or
 *  noise: 30 dB, as ln amplitude. */
const QUIET_BELOW_LOUD = Math.log(10 ** (30 / 20));
/** Single envelopes kept; more changed no measured similarity. */
const KEPT_SHAPES = 2400;
/** Two seconds of voiced frames, which ten seconds of speech nearly always hold, show a voice
 *  roughly. */
const LEAST_FRAMES = 200;

export interface Recording {
  samples: Float32Array;
  sampleRate: number;
  pitch: PitchTrack;
}

/** All frames of some recordings of one voice. */
export interface MeasuredVoice {
  frames: VocalFrames;
  /** Hz, by frame; 0 where unvoiced. */
  f0Hz: Float32Array;
}

/** Measures every 10 ms of `recordings`. */
export async function measureRecordings(
  recordings: readonly Recording[],
  options: RunOptions,
): Promise<MeasuredVoice> {
  const parts: VocalFrames[] = [];
  const pitches: number[] = [];
  for (const [i, { samples, sampleRate, pitch }] of recordings.entries()) {
    await checkpoint(options, i / recordings.length);
    const hopLength = Math.round(HOP_SECONDS * sampleRate);
    const frames = await measureVocalFrames(samples, { sampleRate, hopLength, pitch });
    for (let t = 0; t < frames.count; t++) {
      pitches.push(pitchAt(pitch, (t * hopLength) / sampleRate));
    }
    parts.push(frames);
  }
  return { frames: joinFrames(parts), f0Hz: Float32Array.from(pitches) };
}

/** The profile of the one voice that speaks or sings in `frames`.
 *  @throws InputError `too-little-voice` when less than 2 s of them are voiced */
export function summariseVoice(frames: VocalFrames, seed: number): VoiceProfile {
  const voiced = loudFrames(frames, heardFrames(frames, true));
  const unvoiced = loudFrames(frames, heardFrames(frames, false));
  if (voiced.length < LEAST_FRAMES) {
    throw new InputError(
      'too-little-voice',
      `the recordings hold ${(voiced.length * HOP_SECONDS).toFixed(1)} s of voice, 2 s are needed`,
      { hint: 'Add recordings of one voice alone; some minutes are best.' },
    );
  }
  return {
    voicedMean: meanShape(frames, voiced),
    unvoicedMean: meanShape(frames, unvoiced),
    longTerm: longTermShape(frames, voiced),
    voicedShapes: pickShapes(frames, shuffled(voiced, seed).slice(0, KEPT_SHAPES)),
  };
}

function joinFrames(parts: VocalFrames[]): VocalFrames {
  const count = parts.reduce((sum, part) => sum + part.count, 0);
  const joined: VocalFrames = {
    count,
    voiced: new Uint8Array(count),
    loudness: new Float32Array(count),
    shapes: new Float32Array(count * envelopeGrid.count),
  };
  let at = 0;
  for (const part of parts) {
    joined.voiced.set(part.voiced, at);
    joined.loudness.set(part.loudness, at);
    joined.shapes.set(part.shapes, at * envelopeGrid.count);
    at += part.count;
  }
  return joined;
}

function loudFrames({ loudness }: VocalFrames, chosen: number[]): number[] {
  const loud = percentile(
    chosen.map((t) => loudness[t]),
    0.95,
  );
  return chosen.filter((t) => loudness[t] > loud - QUIET_BELOW_LOUD);
}

/** In random order (Fisher–Yates), so that nothing is left of who followed whom. */
function shuffled(values: number[], seed: number): number[] {
  const random = seededRandom(seed);
  const order = [...values];
  for (let i = order.length - 1; i > 0; i--) {
    const other = Math.floor(random() * (i + 1));
    [order[i], order[other]] = [order[other], order[i]];
  }
  return order;
}

function pickShapes(frames: VocalFrames, chosen: number[]): Float32Array {
  const shapes = new Float32Array(chosen.length * envelopeGrid.count);
  chosen.forEach((t, i) => shapes.set(shapeOf(frames, t), i * envelopeGrid.count));
  return shapes;
}
