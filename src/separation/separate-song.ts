import { audioData, cutAudio, fitLength, toStereo, type AudioData } from '../audio/audio-data.js';
import { resample } from '../audio/resample.js';
import { checkpoint, partOf, type RunOptions } from '../progress.js';
import { planSections, SectionJoiner } from './sections.js';
import {
  STEM_NAMES,
  type MaskedStem,
  type OpenSeparator,
  type Separator,
  type SeparatorOptions,
  type StemCount,
  type StemName,
  type Stems,
} from './separator.js';

/** Music of any length, to be read stretch by stretch: mono or stereo. */
export interface SongReader {
  readonly sampleRate: number;
  /** Samples per channel. */
  readonly length: number;
  read(from: number, to: number): Promise<AudioData>;
}

/** How a song is separated. */
export interface SeparateOptions extends RunOptions, Omit<SeparatorOptions, 'signal'> {
  separator: Separator;
}

/** The root mean square that songs are brought to: −20 dBFS. */
const ANALYSIS_RMS = 0.1;

/** Samples that are looked at between two checkpoints of measuring the level. */
const LEVEL_BLOCK_LENGTH = 1 << 20;

/** Measuring the level's share of the time. */
const MEASURED = 0.02;

/** What the resampler hears on both sides of a section, there and back: at least twice its 64
 *  samples at any rate above 3 kHz. */
const RESAMPLING_SECONDS = 0.05;

/** Separates a song of any length, in memory that doesn't grow with it.
 *  @returns one stretch of all stems after the other, without gap or overlap; in each, the last stem
 *    is what is left of the mix
 *  @throws CancelledError when `signal` is aborted; ModelError of the engine */
export async function* separateSong(
  song: SongReader,
  { separator, ...options }: SeparateOptions,
): AsyncGenerator<Stems> {
  const gain = await levelGain(song, partOf(options, 0, MEASURED));
  const { sectionSeconds, overlapSeconds, sampleRate = song.sampleRate } = separator;
  const overlapLength = Math.round(overlapSeconds * song.sampleRate);
  const sectionLength = Math.round(sectionSeconds * song.sampleRate);
  const sections = planSections(song.length, { sectionLength, overlapLength });
  const joiner = new StemJoiner(options.stems, overlapLength);
  const engine = await separator.open(options);
  try {
    for (const [i, { start, end }] of sections.entries()) {
      const [from, to] = [i, i + 1].map((n) => MEASURED + ((1 - MEASURED) * n) / sections.length);
      const run = partOf(options, from, to);
      const section = await hear(song, start, end);
      const parts = await separateSection(engine, section, { gain, sampleRate, run });
      yield joiner.add(section.mix, parts, i === sections.length - 1);
      await checkpoint(run, 1);
    }
  } finally {
    await engine.close();
  }
}

/** What brings the song to the level that engines are made for. */
async function levelGain(song: SongReader, run: RunOptions): Promise<number> {
  let energy = 0;
  let channelCount = 1;
  for (let from = 0; from < song.length; from += LEVEL_BLOCK_LENGTH) {
    const to = Math.min(song.length, from + LEVEL_BLOCK_LENGTH);
    const { channels } = await song.read(from, to);
    for (const channel of channels) for (const sample of channel) energy += sample * sample;
    channelCount = channels.length;
    await checkpoint(run, to / song.length);
  }
  const rms = Math.sqrt(energy / (channelCount * song.length));
  return rms > 0 ? ANALYSIS_RMS / rms : 1;
}

/** A section, and what is around it. */
interface HeardSection {
  mix: AudioData;
  /** With what the resampler needs before and after. */
  around: AudioData;
  /** Where `mix` begins in `around`. */
  offset: number;
}

async function hear(song: SongReader, start: number, end: number): Promise<HeardSection> {
  const margin = Math.ceil(RESAMPLING_SECONDS * song.sampleRate);
  const from = Math.max(0, start - margin);
  const around = toStereo(await song.read(from, Math.min(song.length, end + margin)));
  const offset = start - from;
  return { around, offset, mix: cutAudio(around, offset, offset + end - start) };
}

interface SectionOptions {
  gain: number;
  /** That the engine works at. */
  sampleRate: number;
  run: RunOptions;
}

/** The stems that the engine cuts out of a section, at its rate and level. */
async function separateSection(
  engine: OpenSeparator,
  { mix, around, offset }: HeardSection,
  { gain, sampleRate, run }: SectionOptions,
): Promise<CutStems> {
  if (sampleRate === mix.sampleRate) {
    const stems = await engine.separate(scale(mix, gain), run);
    return mapStems(stems, (stem) => scale(stem, 1 / gain));
  }
  const stems = await engine.separate(scale(resample(around, sampleRate), gain), run);
  return mapStems(stems, (stem) => {
    const back = resample(stem, mix.sampleRate);
    return scale(fitLength(cutAudio(back, offset, offset + mix.length), mix.length), 1 / gain);
  });
}

type CutStems = Partial<Record<MaskedStem, AudioData>>;

function mapStems(stems: CutStems, change: (stem: AudioData) => AudioData): CutStems {
  return Object.fromEntries(Object.entries(stems).map(([name, stem]) => [name, change(stem)]));
}

function scale({ sampleRate, channels }: AudioData, gain: number): AudioData {
  return audioData(
    sampleRate,
    channels.map((channel) => channel.map((sample) => sample * gain)),
  );
}

/** Joins sections of stems as they come, and adds what is left of the mix. */
class StemJoiner {
  readonly #joiners: ReadonlyMap<MaskedStem, readonly SectionJoiner[]>;
  readonly #restName: StemName;

  constructor(stems: StemCount, overlapLength: number) {
    const names = [...STEM_NAMES[stems]];
    this.#restName = names.pop() as StemName;
    const newJoiners = () => [new SectionJoiner(overlapLength), new SectionJoiner(overlapLength)];
    this.#joiners = new Map(names.map((name) => [name as MaskedStem, newJoiners()]));
  }

  /** All that the next section won't change. */
  add(mix: AudioData, parts: CutStems, isLast: boolean): Stems {
    const stems: Stems = {};
    for (const [name, joiners] of this.#joiners) {
      const joined = joiners.map((joiner, c) => joiner.add(channelOf(parts, name, c), isLast));
      stems[name] = audioData(mix.sampleRate, joined);
    }
    return { ...stems, [this.#restName]: subtract(mix, Object.values(stems)) };
  }
}

function channelOf(parts: CutStems, name: MaskedStem, c: number): Float32Array {
  const part = parts[name];
  if (!part) throw new Error(`the engine gave no stem '${name}'`);
  return part.channels[c];
}

/** What is left of the beginning of `mix`, so that all stems sum to it but for rounding. */
function subtract(mix: AudioData, stems: readonly AudioData[]): AudioData {
  const { length } = stems[0];
  const channels = mix.channels.map((channel, c) => {
    const rest = channel.slice(0, length);
    for (const stem of stems) {
      const samples = stem.channels[c];
      for (let i = 0; i < length; i++) rest[i] -= samples[i];
    }
    return rest;
  });
  return audioData(mix.sampleRate, channels);
}
