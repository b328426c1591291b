import { checkpoint, type RunOptions } from '../progress.js';
import { estimateRoom, roomBandEnergies, type Room } from './room-estimate.js';
import type { Stft } from './stft.js';

/** Frames between checkpoints: less than 0.1 s of work. */
const CHECKPOINT_FRAMES = 1024;

/** Finds the room around the voice in mono `samples`, blindly (see `estimateRoom`).
 *  @param options.stft of windows of some 46 ms, in hops of a quarter
 *  @throws CancelledError when `signal` is aborted */
export async function hearRoom(
  samples: Float32Array,
  { stft, binHz, ...run }: RunOptions & { stft: Stft; binHz: number },
): Promise<Room> {
  const [re, im, power] = [0, 1, 2].map(() => new Float32Array(stft.bins));
  const count = stft.framesFor(samples.length);
  const energies = roomBandEnergies(power, binHz).map(() => new Float32Array(count));
  for (let t = 0; t < count; t++) {
    stft.forwardFrame(samples, t, re, im);
    toPower(re, im, power);
    roomBandEnergies(power, binHz).forEach((energy, band) => (energies[band][t] = energy));
    if (t % CHECKPOINT_FRAMES === 0) await checkpoint(run, t / count);
  }
  return estimateRoom(energies, framesPerSecond(stft, binHz));
}

/** The power of a spectrum, into `power` [bins]. */
export function toPower(re: Float32Array, im: Float32Array, power: Float32Array): void {
  for (let bin = 0; bin < power.length; bin++) power[bin] = re[bin] * re[bin] + im[bin] * im[bin];
}

/** How many frames of `stft` a second has. */
export function framesPerSecond({ hopLength, nFft }: Stft, binHz: number): number {
  return (binHz * nFft) / hopLength;
}
