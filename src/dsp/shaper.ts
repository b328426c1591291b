import { ChannelDelay } from './delay.js';
import { HalfBand } from './half-band.js';

/** Reaches of the filters: the first has to keep 18 kHz, the second has an octave to fall. */
const STEEP = 16;
const GENTLE = 6;

/** Bends each sample of the block; called at four times the sample rate. */
export type Curve = (samples: Float32Array) => void;

/** Bends waveforms by a curve, four times oversampled. Only what the curve changes goes through the
 *  oversampling filters, so that where it changes nothing the sound passes bit by bit, delayed by
 *  `latency` samples. */
export class Shaper {
  /** There and back: the second stage works at twice the rate. */
  readonly latency = 2 * STEEP + GENTLE;
  readonly #delay: ChannelDelay;
  readonly #paths: OversampledPath[];

  constructor(
    curve: Curve,
    readonly mix: number,
    numberOfChannels: number,
  ) {
    this.#paths = Array.from({ length: numberOfChannels }, () => new OversampledPath(curve));
    this.#delay = new ChannelDelay(this.latency, numberOfChannels);
  }

  process(channels: readonly Float32Array[]): void {
    const changes = channels.map((channel, c) => this.#paths[c].changesOf(channel));
    this.#delay.process(channels);
    channels.forEach((channel, c) => {
      for (let i = 0; i < channel.length; i++) channel[i] += this.mix * changes[c][i];
    });
  }
}

/** tanh, nearly, with a slope of 1 for soft sounds: full scale at a drive of 0 dB is rounded by 2 dB. */
export function saturation(drive: number): Curve {
  return (samples) => {
    for (let i = 0; i < samples.length; i++) {
      const x = Math.max(-3, Math.min(3, drive * samples[i]));
      samples[i] = (x * (27 + x * x)) / (27 + 9 * x * x) / drive;
    }
  };
}

/** Straight up to `knee`, then rounded (a parabola) so that no sample exceeds `ceiling`: reached by
 *  what is 2·ceiling − knee. */
export function softClip(ceiling: number, knee: number): Curve {
  const bend = ceiling - knee;
  return (samples) => {
    for (let i = 0; i < samples.length; i++) {
      const size = Math.abs(samples[i]);
      if (size <= knee) continue;
      const over = Math.min(2 * bend, size - knee);
      samples[i] = Math.sign(samples[i]) * (knee + over - (over * over) / (4 * bend));
    }
  };
}

/** There and back at one channel, in two stages. */
class OversampledPath {
  readonly #up = [new HalfBand(STEEP), new HalfBand(GENTLE)];
  readonly #down = [new HalfBand(GENTLE), new HalfBand(STEEP)];

  constructor(readonly curve: Curve) {}

  /** What the curve adds to `samples`. */
  changesOf(samples: Float32Array): Float32Array {
    const fine = this.#up[1].interpolate(this.#up[0].interpolate(samples));
    const straight = fine.slice();
    this.curve(fine);
    let changed = false;
    for (let i = 0; i < fine.length; i++) {
      fine[i] -= straight[i];
      if (fine[i] !== 0) changed = true;
    }
    return this.#down[1].decimate(this.#down[0].decimate(fine, changed), changed);
  }
}
