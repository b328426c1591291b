import { pitchAt, type PitchCurve } from '../../dsp/pitch-curve.js';
import { EnvelopeMeter } from '../../dsp/spectral-envelope.js';
import { checkpoint, type RunOptions } from '../../progress.js';
import { envelopeGrid, removeLoudness } from './envelope-shape.js';

/** Quieter frames count as silence and aren't measured: −66 dB below full scale. */
const SILENCE_LOUDNESS = Math.log(10 ** (-66 / 20));
/** Frames between checkpoints: some 0.1 s of work. */
const BLOCK_FRAMES = 1000;

/** A vocal as spectral envelopes: frame t is centred on sample t·hopLength. */
export interface VocalFrames {
  readonly count: number;
  /** 1 where a pitch is heard, else 0. */
  readonly voiced: Uint8Array;
  /** ln amplitude; −Infinity where silent. */
  readonly loudness: Float32Array;
  /** Row-major [count × bands]: ln amplitude without the loudness; 0 where silent. */
  readonly shapes: Float32Array;
}

/** Measures the frames of `samples`.
 *  @throws CancelledError when `signal` is aborted */
export async function measureVocalFrames(
  samples: Float32Array,
  options: RunOptions & { sampleRate: number; hopLength: number; pitch: PitchCurve },
): Promise<VocalFrames> {
  const { sampleRate, hopLength, pitch } = options;
  const count = Math.floor(samples.length / hopLength) + 1;
  const frames = emptyFrames(count);
  const meter = new EnvelopeMeter(sampleRate, envelopeGrid);
  try {
    for (let t = 0; t < count; t++) {
      if (t % BLOCK_FRAMES === 0) await checkpoint(options, t / count);
      const f0Hz = pitchAt(pitch, (t * hopLength) / sampleRate);
      meter.measure(samples, t * hopLength, f0Hz, shapeOf(frames, t));
      settleFrame(frames, t, f0Hz > 0);
    }
  } finally {
    meter.free();
  }
  return frames;
}

/** The shape of frame `t`, as a view. */
export function shapeOf(frames: VocalFrames, t: number): Float32Array {
  return frames.shapes.subarray(t * envelopeGrid.count, (t + 1) * envelopeGrid.count);
}

/** The frames that aren't silent and are (not) `voiced`. */
export function heardFrames(frames: VocalFrames, voiced: boolean): number[] {
  const heard: number[] = [];
  for (let t = 0; t < frames.count; t++) {
    if (frames.loudness[t] > -Infinity && (frames.voiced[t] === 1) === voiced) heard.push(t);
  }
  return heard;
}

function emptyFrames(count: number): VocalFrames {
  return {
    count,
    voiced: new Uint8Array(count),
    loudness: new Float32Array(count),
    shapes: new Float32Array(count * envelopeGrid.count),
  };
}

/** Splits the measured envelope of frame `t` into loudness and shape. */
function settleFrame(frames: VocalFrames, t: number, voiced: boolean): void {
  const shape = shapeOf(frames, t);
  const loudness = removeLoudness(shape);
  if (loudness > SILENCE_LOUDNESS) {
    frames.voiced[t] = voiced ? 1 : 0;
    frames.loudness[t] = loudness;
  } else {
    frames.loudness[t] = -Infinity;
    shape.fill(0);
  }
}
