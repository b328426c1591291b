import { crossfadeInto, risingFade } from '../dsp/crossfade.js';
import { checkpoint, type RunOptions } from '../progress.js';

/** How long signals are cut for a model, all lengths in samples (or feature frames). */
export interface Windowing {
  /** Samples (or feature frames) that the model sees at once. */
  readonly windowLength: number;
  /** At each end of a window, what the model sees but whose result is left out; 0 by default. */
  readonly contextLength?: number;
  /** Over how much the results of two windows are faded into each other; less than what is left of
   *  a window without its context. */
  readonly crossfadeLength: number;
}

/** Maps a window of all channels, each [windowLength], to one of any number of channels. */
export type WindowFunction = (
  window: readonly Float32Array[],
  options: { signal?: AbortSignal },
) => Promise<readonly Float32Array[]>;

/** Runs `run` over long `channels`, window by window, and joins the results by crossfades into
 *  channels of the same length. The last window ends where the signal does, so that it sees as much
 *  as the others; beyond its ends the signal counts as zeros. Where two windows agree,
 *  the result is exactly theirs, so an identity comes out bit by bit.
 *  @throws RangeError when the windows can't overlap as asked for
 *  @throws CancelledError when `signal` is aborted */
export async function runWindowed(
  channels: readonly Float32Array[],
  windowing: Windowing,
  run: WindowFunction,
  options: RunOptions = {},
): Promise<Float32Array[]> {
  const { windowLength, contextLength = 0, crossfadeLength } = windowing;
  const bodyLength = windowLength - 2 * contextLength;
  const hopLength = bodyLength - crossfadeLength;
  checkOverlap(bodyLength, crossfadeLength);
  const { length } = channels[0];
  const fade = risingFade(crossfadeLength);
  let results: Float32Array[] = [];
  const lastStart = Math.max(0, length - bodyLength);
  for (let at = 0; at === 0 || at + crossfadeLength < length; at += hopLength) {
    const start = Math.min(at, lastStart);
    await checkpoint(options, start / Math.max(1, length));
    const window = channels.map((channel) => cut(channel, start - contextLength, windowLength));
    const bodies = (await run(window, { signal: options.signal })).map((channel) =>
      channel.subarray(contextLength, contextLength + bodyLength),
    );
    if (start === 0) results = bodies.map(() => new Float32Array(length));
    bodies.forEach((body, c) =>
      crossfadeInto(results[c], body, { start, fade: start === 0 ? NO_FADE : fade }),
    );
  }
  options.onProgress?.(1);
  return results;
}

const NO_FADE = new Float32Array(0);

function checkOverlap(bodyLength: number, crossfadeLength: number): void {
  if (crossfadeLength >= 0 && crossfadeLength < bodyLength) return;
  throw new RangeError(
    `a crossfade of ${crossfadeLength} needs longer windows: without their context, ${bodyLength} are left`,
  );
}

function cut(channel: Float32Array, start: number, length: number): Float32Array {
  const window = new Float32Array(length);
  const from = Math.max(0, start);
  window.set(channel.subarray(from, start + length), from - start);
  return window;
}
