import type { AudioData } from '../../../audio/audio-data.js';
import type { InferenceSession } from '../../../inference/inference-host.js';
import { float32Data, float32Tensor } from '../../../inference/tensor.js';
import { monoAtRate } from '../../../pitch/mono-at-rate.js';
import { checkpoint, partOf, type RunOptions } from '../../../progress.js';
import type { PlayedNote } from '../../../score/played-note.js';
import {
  CONTOUR_BINS,
  HOP,
  KEYS,
  noteEvents,
  SAMPLE_RATE,
  type Posteriors,
} from './note-events.js';

export const BASIC_PITCH_MODEL = 'basic-pitch';

const WINDOW_SAMPLES = 43_844;
const WINDOW_FRAMES = 172;
/** Windows overlap by 30 frames, of which either gives away half. */
const LOST_FRAMES = 15;
const KEPT_FRAMES = WINDOW_FRAMES - 2 * LOST_FRAMES;
const STEP_SAMPLES = WINDOW_SAMPLES - 2 * LOST_FRAMES * HOP;

/** Notes of any number of voices at once, as Basic Pitch hears them (Bittner et al., ICASSP 2022).
 *  @param session a session of `BASIC_PITCH_MODEL`
 *  @throws ModelError, CancelledError */
export async function transcribePolyphonic(
  audio: AudioData,
  session: InferenceSession,
  options: RunOptions = {},
): Promise<PlayedNote[]> {
  const samples = await monoAtRate(audio, SAMPLE_RATE, partOf(options, 0, 0.3));
  return noteEvents(await hear(samples, session, partOf(options, 0.3, 1)));
}

async function hear(
  samples: Float32Array,
  session: InferenceSession,
  options: RunOptions,
): Promise<Posteriors> {
  const frames = Math.floor(samples.length / HOP);
  const heard = {
    frames,
    notes: new Float32Array(frames * KEYS),
    onsets: new Float32Array(frames * KEYS),
    contours: new Float32Array(frames * CONTOUR_BINS),
  };
  for (let n = 0; n * KEPT_FRAMES < frames; n++) {
    await checkpoint(options, (n * KEPT_FRAMES) / frames);
    const window = cut(samples, n * STEP_SAMPLES - LOST_FRAMES * HOP);
    const feeds = { 'serving_default_input_2:0': float32Tensor(window, [1, WINDOW_SAMPLES, 1]) };
    const outputs = await session.run(feeds, options);
    keep(heard.notes, float32Data(outputs, 'StatefulPartitionedCall:1'), { n, width: KEYS });
    keep(heard.onsets, float32Data(outputs, 'StatefulPartitionedCall:2'), { n, width: KEYS });
    keep(heard.contours, float32Data(outputs, 'StatefulPartitionedCall:0'), {
      n,
      width: CONTOUR_BINS,
    });
  }
  options.onProgress?.(1);
  return heard;
}

/** WINDOW_SAMPLES from `start`, with zeros beyond the ends. */
function cut(samples: Float32Array, start: number): Float32Array {
  const window = new Float32Array(WINDOW_SAMPLES);
  const from = Math.max(0, start);
  window.set(samples.subarray(from, start + WINDOW_SAMPLES), from - start);
  return window;
}

/** The middle of the `n`-th window's rows, to where they belong. */
function keep(
  target: Float32Array,
  window: Float32Array,
  { n, width }: { n: number; width: number },
): void {
  const at = n * KEPT_FRAMES * width;
  const middle = window.subarray(LOST_FRAMES * width, (LOST_FRAMES + KEPT_FRAMES) * width);
  target.set(middle.subarray(0, Math.max(0, target.length - at)), at);
}
