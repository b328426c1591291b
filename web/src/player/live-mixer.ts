import { ChannelDelay } from '../../../src/dsp/delay.js';
import { dbToGain } from '../../../src/dsp/decibels.js';
import { ChannelStrip, type StripKeys } from '../../../src/mixing/channel-strip.js';
import { EffectBuses } from '../../../src/mixing/effect-buses.js';
import { Fader } from '../../../src/mixing/fader.js';
import type { Session, Track } from '../../../src/mixing/session.js';

/** A changed strip takes over within this, so that nothing clicks. */
const CROSSFADE_SAMPLES = 1024;

/** Mixes a session while it is being changed, block after block: with the very strips, faders and
 *  effects that the server renders it with, sample for sample as long as nothing changes. */
export class LiveMixer {
  readonly #sampleRate: number;
  #session: Session;
  #channels: LiveChannel[];
  #buses: EffectBuses;
  #position: number;

  /** @param numbersOfChannels of each track's sound, in the session's order */
  constructor(
    session: Session,
    { sampleRate, numbersOfChannels }: { sampleRate: number; numbersOfChannels: readonly number[] },
  ) {
    this.#sampleRate = sampleRate;
    this.#session = session;
    this.#channels = session.tracks.map(
      (track, t) => new LiveChannel(track, { sampleRate, numberOfChannels: numbersOfChannels[t] }),
    );
    this.#buses = new EffectBuses(session, sampleRate);
    this.#position = -this.latency;
    this.#align();
    this.#listen();
  }

  /** Samples by which the mix lags behind the tracks. */
  get latency(): number {
    return Math.max(...this.#channels.map(({ latency }) => latency));
  }

  /** Takes what is different in `session`, of the same tracks. */
  set(session: Session): void {
    const before = this.#session;
    this.#session = session;
    const { latency } = this;
    session.tracks.forEach((track, t) => this.#channels[t].set(track));
    if (this.latency !== latency) this.#align();
    if (effectsOf(session) !== effectsOf(before)) {
      this.#buses = new EffectBuses(session, this.#sampleRate);
    }
    this.#listen();
  }

  /** The song goes on at this sample: fader rides follow it. */
  seek(position: number): void {
    this.#position = position - this.latency;
  }

  /** The mix of the next samples.
   *  @param inputs the channels of each track, of one length
   *  @returns left and right */
  process(inputs: readonly (readonly Float32Array[])[]): Float32Array[] {
    const { length } = inputs[0][0];
    const mix = [0, 1].map(() => new Float32Array(length));
    const trimmed = inputs.map((input, t) => this.#channels[t].trimmed(input));
    const keys = new Map(this.#session.tracks.map(({ name }, t) => [name, trimmed[t]]));
    this.#channels.forEach((channel, t) => {
      const sides = channel.process(trimmed[t], keys, this.#position);
      if (!sides) return;
      mix.forEach((side, s) => addTo(side, sides[s]));
      this.#buses.send(sides, this.#session.tracks[t].strip.sends);
    });
    this.#buses.addTo(mix);
    this.#position += length;
    return mix;
  }

  #align(): void {
    const { latency } = this;
    for (const channel of this.#channels) channel.align(latency);
  }

  /** Mute and solo. */
  #listen(): void {
    const { tracks } = this.#session;
    const anySoloed = tracks.some(({ isSoloed }) => isSoloed);
    tracks.forEach(({ isMuted, isSoloed }, t) => {
      this.#channels[t].isHeard = !isMuted && (isSoloed || !anySoloed);
    });
  }
}

/** One track, whose settings may change at any time. */
class LiveChannel {
  isHeard = true;
  #track: Track;
  readonly #shape: { sampleRate: number; numberOfChannels: number };
  #strip: ChannelStrip;
  /** What the strip takes over from. */
  #leaving?: { strip: ChannelStrip; left: number };
  #fader: Fader;
  #gain?: number;
  #delay: ChannelDelay;

  constructor(track: Track, shape: { sampleRate: number; numberOfChannels: number }) {
    this.#track = track;
    this.#shape = shape;
    this.#strip = new ChannelStrip(track.strip, shape);
    this.#fader = new Fader(track.strip, shape.sampleRate);
    this.#delay = new ChannelDelay(0, shape.numberOfChannels);
  }

  get latency(): number {
    return this.#strip.latency;
  }

  set(track: Track): void {
    const before = this.#track;
    this.#track = track;
    if (treatmentOf(track) !== treatmentOf(before)) {
      this.#leaving = { strip: this.#strip, left: CROSSFADE_SAMPLES };
      this.#strip = new ChannelStrip(track.strip, this.#shape);
    }
    this.#fader = new Fader(track.strip, this.#shape.sampleRate);
  }

  /** Delays the track so that it lags by `latency` in all. */
  align(latency: number): void {
    this.#delay = new ChannelDelay(latency - this.#strip.latency, this.#shape.numberOfChannels);
  }

  trimmed(input: readonly Float32Array[]): Float32Array[] {
    const trim = dbToGain(this.#track.strip.trimDb);
    return input.map((channel) => channel.map((sample) => sample * trim));
  }

  /** @returns left and right after the fader; undefined while nothing is heard of it */
  process(
    input: readonly Float32Array[],
    levels: ReadonlyMap<string, readonly Float32Array[]>,
    position: number,
  ): Float32Array[] | undefined {
    const samples = input.map((channel) => channel.slice());
    this.#delay.process(samples);
    const before = this.#leaving && samples.map((channel) => channel.slice());
    const keys = this.#keysFrom(levels);
    const sides = this.#strip.process(samples, keys);
    if (before) this.#takeOver(sides, before, keys);
    return this.#faded(sides, position);
  }

  #keysFrom(levels: ReadonlyMap<string, readonly Float32Array[]>): StripKeys {
    const { compressor, ducking } = this.#track.strip;
    return {
      compressor:
        compressor?.sideChain === undefined ? undefined : levels.get(compressor.sideChain),
      ducking: ducking && levels.get(ducking.by),
    };
  }

  #takeOver(sides: Float32Array[], input: readonly Float32Array[], keys: StripKeys): void {
    if (!this.#leaving) return;
    const { strip, left } = this.#leaving;
    const old = strip.process(input, keys);
    // One array may stand for both sides.
    const share = sides[0].map((_, i) => Math.max(0, left - i) / CROSSFADE_SAMPLES);
    sides.forEach((side, s) => {
      sides[s] = side.map((sample, i) => sample + share[i] * (old[s][i] - sample));
    });
    this.#leaving.left -= sides[0].length;
    if (this.#leaving.left <= 0) this.#leaving = undefined;
  }

  /** A moved fader arrives at the end of the block. */
  #faded(sides: readonly Float32Array[], position: number): Float32Array[] | undefined {
    const { length } = sides[0];
    const target = this.isHeard ? this.#fader.gains(position, length) : 0;
    const first = typeof target === 'number' ? target : target[0];
    const last = typeof target === 'number' ? target : target[length - 1];
    const jump = (this.#gain ?? first) - first;
    this.#gain = last;
    if (target === 0 && jump === 0) return undefined;
    if (target === 1 && jump === 0) return [...sides];
    const gainAt = (i: number) =>
      (typeof target === 'number' ? target : target[i]) + jump * (1 - (i + 1) / length);
    return sides.map((side) => side.map((sample, i) => sample * gainAt(i)));
  }
}

/** All settings of a strip that aren't applied anew with every block. */
function treatmentOf({ strip: { trimDb: _, faderDb: _f, ride: _r, sends: _s, ...rest } }: Track) {
  return JSON.stringify(rest);
}

function effectsOf({ tracks, room, hall, delay, bpm }: Session): string {
  const used = ['room', 'hall', 'delay'] as const;
  return JSON.stringify([
    used.map((effect) => tracks.some(({ strip }) => strip.sends[effect] !== undefined)),
    ...[room, hall, delay, bpm],
  ]);
}

function addTo(target: Float32Array, source: Float32Array): void {
  for (let i = 0; i < target.length; i++) target[i] += source[i];
}
