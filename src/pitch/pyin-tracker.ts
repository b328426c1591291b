import type { AudioData } from '../audio/audio-data.js';
import { Biquad, lowPass } from '../dsp/biquad.js';
import { PitchPath } from '../dsp/pitch-path.js';
import { PitchCandidates } from '../dsp/pyin.js';
import { checkpoint, partOf, type RunOptions } from '../progress.js';
import { monoAtRate } from './mono-at-rate.js';
import {
  PITCH_HOP_SECONDS,
  pitchTrackLength,
  type PitchTrack,
  type PitchTracker,
} from './pitch-tracker.js';

const SAMPLE_RATE = 16_000;
const HOP = SAMPLE_RATE * PITCH_HOP_SECONDS;
/** From below a bass's low D to above a soprano's high C. */
const RANGE = { minHz: 55, maxHz: 1200 };
/** Above this a voice repeats itself less well (vibrato moves its harmonics more), and cymbals left
 *  by a separation don't at all: under music at −18 dB, voicing recall rises by 0.02…0.06. */
const CUTOFF_HZ = 2000;
/** Frames between checkpoints: less than 0.1 s of work. */
const BLOCK_FRAMES = 1000;
/** Resampling takes over half of the time. */
const RESAMPLED = 0.55;

/** The embedded pitch tracker: probabilistic YIN with a Viterbi path. Needs no model. */
export const pyinTracker: PitchTracker = {
  id: 'pyin',
  title: 'pYIN (classical)',
  version: 2,
  track: trackByPyin,
};

async function trackByPyin(audio: AudioData, options: RunOptions = {}): Promise<PitchTrack> {
  const samples = await monoAtRate(audio, SAMPLE_RATE, partOf(options, 0, RESAMPLED));
  new Biquad(lowPass({ sampleRate: SAMPLE_RATE, cutoffHz: CUTOFF_HZ })).process(samples);
  const path = await mostProbablePath(
    samples,
    pitchTrackLength(audio),
    partOf(options, RESAMPLED, 1),
  );
  return {
    hopSeconds: PITCH_HOP_SECONDS,
    f0Hz: Float32Array.from(path, ({ hz }) => hz),
    confidence: Float32Array.from(path, ({ voicing }) => voicing),
  };
}

async function mostProbablePath(samples: Float32Array, frames: number, options: RunOptions) {
  const candidates = new PitchCandidates(SAMPLE_RATE, RANGE);
  const path = new PitchPath();
  try {
    for (let t = 0; t < frames; t++) {
      if (t % BLOCK_FRAMES === 0) await checkpoint(options, t / frames);
      path.push(candidates.at(samples, t * HOP));
    }
    options.onProgress?.(1);
    return path.finish();
  } finally {
    candidates.free();
  }
}
