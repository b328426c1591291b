import type { AudioInfo, DecodeOptions } from './audio-info.js';
import { decodeStream } from './decode-stream.js';
import { PeakCollector } from './peak-collector.js';

/** Peaks of a whole song for its picture. */
const PEAK_COUNT = 1000;

/** What a sound file is, and its shape. */
export interface ProbedAudio {
  info: AudioInfo;
  /** The greatest magnitudes, evenly over the whole: for a waveform. */
  peaks: number[];
}

/** Decodes the sound file at `path` to the end without keeping it: what it is, its exact length and
 *  its waveform. Limits and errors are those of `decodeStream`. */
export async function probeFile(path: string, options: DecodeOptions): Promise<ProbedAudio> {
  const collector = new PeakCollector();
  const stream = decodeStream(path, options);
  for (;;) {
    const next = await stream.next();
    if (next.done) return { info: next.value, peaks: collector.peaks(PEAK_COUNT) };
    collector.add(next.value);
  }
}
