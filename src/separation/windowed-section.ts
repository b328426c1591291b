import { seededRandom } from '../dsp/random.js';
import { runWindowed, type WindowFunction } from '../inference/windowed-run.js';
import { partOf, type RunOptions } from '../progress.js';

/** How a section is shown to a network. */
export interface SectionWindowing {
  /** Samples that it hears at once. */
  readonly windowLength: number;
  /** At each end of them, what it hears but isn't asked about; 0 by default. */
  readonly contextLength?: number;
  /** Share of what it is asked about that the next window covers too, 0…1 (exclusive). */
  readonly overlap: number;
  /** Passes that are averaged, each with windows that lie elsewhere; 0: one pass, as it is. */
  readonly shifts: number;
  /** Channels that come out for the two that go in. */
  readonly outputs: number;
}

/** Demucs shifts by up to half a second: `apply_model` of facebookresearch/demucs. */
const MAX_SHIFT_SECONDS = 0.5;
/** The same shifts each time, so that the same song gives the same stems. */
const SHIFT_SEED = 1;

/** Runs a network over a section of stereo `channels`, window by window, faded into each other.
 *  Digital silence isn't shown to it: its stems are silent, whatever the network would make of it.
 *  @returns channels of the section's length
 *  @throws CancelledError when `signal` is aborted */
export async function runOverSection(
  channels: readonly Float32Array[],
  { windowing, sampleRate }: { windowing: SectionWindowing; sampleRate: number },
  network: WindowFunction,
  options: RunOptions = {},
): Promise<Float32Array[]> {
  const { length } = channels[0];
  const run = sparingSilence(network, windowing);
  const shifts = shiftLengths(windowing.shifts, MAX_SHIFT_SECONDS * sampleRate);
  const sums = Array.from({ length: windowing.outputs }, () => new Float32Array(length));
  for (const [i, shift] of shifts.entries()) {
    const pass = partOf(options, i / shifts.length, (i + 1) / shifts.length);
    const shifted = channels.map((channel) => delayed(channel, shift));
    const results = await runWindowed(shifted, toWindows(windowing), run, pass);
    results.forEach((result, c) => add(sums[c], result.subarray(shift), 1 / shifts.length));
  }
  return sums;
}

function sparingSilence(network: WindowFunction, { outputs }: SectionWindowing): WindowFunction {
  return (window, options) => {
    const isSilent = window.every((channel) => channel.every((sample) => sample === 0));
    if (!isSilent) return network(window, options);
    return Promise.resolve(Array.from({ length: outputs }, () => window[0]));
  };
}

function shiftLengths(shifts: number, maxLength: number): number[] {
  if (shifts === 0) return [0];
  const random = seededRandom(SHIFT_SEED);
  return Array.from({ length: shifts }, () => Math.floor(random() * maxLength));
}

function delayed(channel: Float32Array, shift: number): Float32Array {
  const result = new Float32Array(channel.length + shift);
  result.set(channel, shift);
  return result;
}

function toWindows({ windowLength, contextLength = 0, overlap }: SectionWindowing) {
  const bodyLength = windowLength - 2 * contextLength;
  return { windowLength, contextLength, crossfadeLength: Math.floor(overlap * bodyLength) };
}

function add(sum: Float32Array, part: Float32Array, gain: number): void {
  for (let i = 0; i < sum.length; i++) sum[i] += gain * part[i];
}
