import { ChannelDelay } from './delay.js';
import { HalfBand } from './half-band.js';

/** Bends each sample of the block; called at the oversampled rate. */
export type Curve = (samples: Float32Array) => void;

/** How a waveform is bent. */
interface ShaperSettings {
  curve: Curve;
  /** Share of what the curve changes. */
  mix: number;
  /** By how much the sample rate is raised meanwhile, so that harmonics don't fold back. */
  oversampling: 2 | 4;
}

/** Reaches of the filters, first to last: the first has to keep 18 kHz, the second an octave to fall. */
const REACHES = [12, 4];

/** Bends waveforms by a curve, oversampled. Only what the curve changes goes through the oversampling
 *  filters, so that where it changes nothing the sound passes bit by bit, delayed by `latency`
 *  samples. */
export class Shaper {
  readonly latency: number;
  readonly #mix: number;
  readonly #delay: ChannelDelay;
  readonly #paths: OversampledPath[];

  constructor({ curve, mix, oversampling }: ShaperSettings, numberOfChannels: number) {
    const reaches = REACHES.slice(0, Math.log2(oversampling));
    this.#mix = mix;
    this.#paths = Array.from(
      { length: numberOfChannels },
      () => new OversampledPath(curve, reaches),
    );
    // There and back; each stage works at twice the rate of the one before.
    this.latency = reaches.reduce((sum, reach, stage) => sum + (2 * reach) / 2 ** stage, 0);
    this.#delay = new ChannelDelay(this.latency, numberOfChannels);
  }

  process(channels: readonly Float32Array[]): void {
    const changes = channels.map((channel, c) => this.#paths[c].changesOf(channel));
    this.#delay.process(channels);
    const mix = this.#mix;
    channels.forEach((channel, c) => {
      const change = changes[c];
      for (let i = 0; i < channel.length; i++) channel[i] += mix * change[i];
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

/** Straight up to `knee`, then rounded (a parabola) so that nothing exceeds `ceiling`, which is reached
 *  by what is 2·ceiling − knee. */
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

/** Up, through the curve, and down again, for one channel. */
class OversampledPath {
  readonly #up: HalfBand[];
  readonly #down: HalfBand[];

  constructor(
    readonly curve: Curve,
    reaches: readonly number[],
  ) {
    this.#up = reaches.map((reach) => new HalfBand(reach));
    this.#down = reaches.map((reach) => new HalfBand(reach)).reverse();
  }

  /** What the curve adds to `samples`. */
  changesOf(samples: Float32Array): Float32Array {
    const fine = this.#up.reduce((signal, filter) => filter.interpolate(signal), samples);
    const straight = fine.slice();
    this.curve(fine);
    const sounds = subtract(fine, straight);
    return this.#down.reduce((signal, filter) => filter.decimate(signal, sounds), fine);
  }
}

/** Takes `other` from `samples`; tells whether anything is left. */
function subtract(samples: Float32Array, other: Float32Array): boolean {
  let isLeft = false;
  for (let i = 0; i < samples.length; i++) {
    samples[i] -= other[i];
    if (samples[i] !== 0) isLeft = true;
  }
  return isLeft;
}
