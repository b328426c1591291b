import { audioData, type AudioData } from '../audio/audio-data.js';
import { dbToGain } from '../dsp/decibels.js';
import { ChannelDelay } from '../dsp/delay.js';
import { WeightedEnergy } from '../dsp/weighted-energy.js';
import { InputError } from '../errors.js';
import { checkpoint, type RunOptions } from '../progress.js';
import { ChannelStrip, type StripKeys } from './channel-strip.js';
import { EffectBuses } from './effect-buses.js';
import { Fader } from './fader.js';
import type { KeptStrips } from './kept-strips.js';
import type { Session, Track } from './session.js';
import { commonShape, endlessBlocks, stemStream, type Stem } from './stem.js';

/** Samples per channel that go through all strips at a time. */
const BLOCK_LENGTH = 32768;

/** Mixes `stems` as `session` says, before mastering: strips, faders with their rides, sends to the
 *  shared effects. In time to the sample with the stems; with one track whose strip is empty, the stem
 *  itself, bit by bit. May exceed ±1. Memory grows with the mix alone, not with the stems.
 *  @param stems one for each track, by name; others are left out
 *  @param options.kept what came out of the same strips before
 *  @returns stereo, as long as the longest stem
 *  @throws InputError `no-such-stem`, `no-such-track`, `stems-differ`; CancelledError */
export async function renderSession(
  session: Session,
  stems: readonly Stem[],
  { kept, ...options }: RunOptions & { kept?: KeptStrips } = {},
): Promise<AudioData> {
  const { sampleRate, length } = commonShape(stems);
  const channels = [0, 1].map(() => new Float32Array(length));
  const buses = new EffectBuses(session, sampleRate);
  const faders = session.tracks.map(({ strip }) => new Fader(strip, sampleRate));
  for await (const { from, tracks } of stripBlocks(session, stems, kept)) {
    const mix = [0, 1].map(() => new Float32Array(BLOCK_LENGTH));
    tracks.forEach((sides, t) => {
      if (!sides) return;
      const faded = applyFader(sides, faders[t].gains(from, BLOCK_LENGTH));
      addAll(mix, faded);
      buses.send(faded, session.tracks[t].strip.sends);
    });
    buses.addTo(mix);
    channels.forEach((channel, side) => place(channel, mix[side], from));
    await checkpoint(options, (from + BLOCK_LENGTH) / length);
  }
  return audioData(sampleRate, channels);
}

/** How loud each track comes out of its strip.
 *  @param options.kept is given what comes out */
export async function stripEnergies(
  session: Session,
  stems: readonly Stem[],
  { kept, ...options }: RunOptions & { kept?: KeptStrips },
): Promise<WeightedEnergy[]> {
  const { sampleRate, length } = commonShape(stems);
  const energies = session.tracks.map(() => new WeightedEnergy(sampleRate));
  for await (const { from, tracks } of stripBlocks(session, stems)) {
    tracks.forEach((sides, t) => {
      if (!sides) return;
      energies[t].add(sides);
      kept?.add(session.tracks[t].name, sides, from);
    });
    await checkpoint(options, Math.max(0, from) / length);
  }
  return energies;
}

/** All tracks for some samples: after their strips, before their faders. */
interface StripBlock {
  /** The first of these samples; below 0 before the mix begins. */
  from: number;
  /** Left and right of each track in the session's order; undefined of what isn't heard. */
  tracks: (Float32Array[] | undefined)[];
}

/** What comes out of the strips of `session`, aligned, block after block to the end of the longest
 *  stem. */
async function* stripBlocks(
  session: Session,
  stems: readonly Stem[],
  kept?: KeptStrips,
): AsyncGenerator<StripBlock> {
  const { length, sampleRate } = commonShape(stems);
  const channels = openChannels(session, { stems, sampleRate, kept });
  const latency = Math.max(...channels.map(({ strip }) => strip?.latency ?? 0));
  for (const channel of channels) channel.align(latency);
  for (let from = -latency; from < length; from += BLOCK_LENGTH) {
    for (const channel of channels) await channel.read();
    const levels = new Map(channels.map(({ track, input }) => [track.name, input]));
    const tracks = channels.map((channel) =>
      channel.isKept ? kept?.read(channel.track.name, from, BLOCK_LENGTH) : channel.process(levels),
    );
    yield { from, tracks };
  }
}

function openChannels(
  session: Session,
  { stems, sampleRate, kept }: { stems: readonly Stem[]; sampleRate: number; kept?: KeptStrips },
): TrackChannel[] {
  const anySoloed = session.tracks.some(({ isSoloed }) => isSoloed);
  const names = session.tracks.map(({ name }) => name);
  const keys = new Set(
    session.tracks.flatMap(({ strip }) => [strip.compressor?.sideChain, strip.ducking?.by]),
  );
  return session.tracks.map((track) => {
    const stem = stems.find(({ name }) => name === track.name) ?? missingStem(track.name, stems);
    const { compressor, ducking } = track.strip;
    requireTrack(compressor?.sideChain, names);
    requireTrack(ducking?.by, names);
    const isHeard = !track.isMuted && (track.isSoloed || !anySoloed);
    const context = { stem, sampleRate, isHeard, isKey: keys.has(track.name) };
    return new TrackChannel(track, { ...context, isKept: kept?.has(track.name) ?? false });
  });
}

function missingStem(name: string, stems: readonly Stem[]): never {
  throw new InputError(
    'no-such-stem',
    `the session has a track '${name}', but no stem of that name came`,
    {
      hint: `Name a stem so, or the track: the stems are ${stems.map((stem) => `'${stem.name}'`).join(', ')}.`,
    },
  );
}

function requireTrack(name: string | undefined, names: readonly string[]): void {
  if (name === undefined || names.includes(name)) return;
  throw new InputError('no-such-track', `a side chain listens to '${name}', which is no track`, {
    hint: `The tracks are ${names.map((each) => `'${each}'`).join(', ')}.`,
  });
}

interface TrackContext {
  stem: Stem;
  sampleRate: number;
  isHeard: boolean;
  /** Whether other tracks listen to it. */
  isKey: boolean;
  /** Whether its strip has run before. */
  isKept: boolean;
}

/** A track while it is mixed. */
class TrackChannel {
  readonly strip?: ChannelStrip;
  readonly isKept: boolean;
  readonly #blocks: AsyncGenerator<AudioData, never>;
  readonly #trim: number;
  readonly #numberOfChannels: number;
  readonly #isKey: boolean;
  #delay?: ChannelDelay;
  /** The next samples, after the trim. */
  input: readonly Float32Array[] = [];

  constructor(
    readonly track: Track,
    { stem, sampleRate, isHeard, isKey, isKept }: TrackContext,
  ) {
    this.#isKey = isKey;
    this.isKept = isHeard && isKept;
    const stream = stemStream(stem);
    this.#numberOfChannels = stream.numberOfChannels;
    this.#blocks = endlessBlocks(stream, BLOCK_LENGTH);
    this.#trim = dbToGain(track.strip.trimDb);
    const shape = { sampleRate, numberOfChannels: stream.numberOfChannels };
    if (isHeard) this.strip = new ChannelStrip(track.strip, shape);
  }

  /** Delays the track so that it lags by `latency` in all. */
  align(latency: number): void {
    const missing = latency - (this.strip?.latency ?? 0);
    this.#delay = new ChannelDelay(missing, this.#numberOfChannels);
  }

  async read(): Promise<void> {
    if (this.isKept && !this.#isKey) return;
    const { value } = await this.#blocks.next(); // a copy of our own
    if (this.#trim !== 1) for (const channel of value.channels) scale(channel, this.#trim);
    this.input = value.channels;
  }

  process(levels: ReadonlyMap<string, readonly Float32Array[]>): Float32Array[] | undefined {
    if (!this.strip) return undefined;
    const { compressor, ducking } = this.track.strip;
    const keys: StripKeys = {
      compressor:
        compressor?.sideChain === undefined ? undefined : levels.get(compressor.sideChain),
      ducking: ducking && levels.get(ducking.by),
    };
    const samples = this.#isKey ? this.input.map((channel) => channel.slice()) : this.input;
    this.#delay?.process(samples);
    return this.strip.process(samples, keys);
  }
}

function applyFader(sides: readonly Float32Array[], gains: number | Float32Array): Float32Array[] {
  if (gains === 1) return [...sides];
  if (typeof gains === 'number') return sides.map((side) => scaled(side, gains));
  return sides.map((side) => {
    const faded = side.slice();
    for (let i = 0; i < faded.length; i++) faded[i] *= gains[i];
    return faded;
  });
}

function scaled(samples: Float32Array, gain: number): Float32Array {
  const output = samples.slice();
  scale(output, gain);
  return output;
}

function scale(samples: Float32Array, gain: number): void {
  for (let i = 0; i < samples.length; i++) samples[i] *= gain;
}

function addAll(mix: readonly Float32Array[], sides: readonly Float32Array[]): void {
  mix.forEach((target, side) => {
    const source = sides[side];
    for (let i = 0; i < target.length; i++) target[i] += source[i];
  });
}

/** Puts `block` at sample `from` of `target`, as far as it lies within. */
function place(target: Float32Array, block: Float32Array, from: number): void {
  const first = Math.max(0, -from);
  const end = Math.min(block.length, target.length - from);
  if (end > first) target.set(block.subarray(first, end), from + first);
}
