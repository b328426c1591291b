import { setImmediate } from 'node:timers/promises';
import { throwIfCancelled } from './errors.js';

/** What every long operation takes. */
export interface RunOptions {
  signal?: AbortSignal;
  /** Called with the finished fraction of the work, 0…1, never falling. */
  onProgress?: (fraction: number) => void;
}

/** Reports `fraction`, lets the event loop breathe (so that signals and a lost parent are noticed
 *  in the middle of synchronous DSP), and throws `CancelledError` when cancelled. Call it every
 *  0.1–0.5 s of work. */
export async function checkpoint(options: RunOptions, fraction: number): Promise<void> {
  options.onProgress?.(Math.min(1, Math.max(0, fraction)));
  await setImmediate();
  throwIfCancelled(options.signal);
}

/** Options for a part of the work that covers `from`…`to` of the whole. */
export function partOf(options: RunOptions, from: number, to: number): RunOptions {
  return {
    signal: options.signal,
    onProgress: (fraction) => options.onProgress?.(from + (to - from) * fraction),
  };
}

/** Options for `count` pieces of work that go on at the same time, of equal weight. */
export function sharesOf(options: RunOptions, count: number): RunOptions[] {
  const fractions = new Array<number>(count).fill(0);
  return fractions.map((_, i) => ({
    signal: options.signal,
    onProgress: (fraction) => {
      fractions[i] = fraction;
      options.onProgress?.(fractions.reduce((sum, each) => sum + each, 0) / count);
    },
  }));
}
