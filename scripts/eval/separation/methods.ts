import { audioData, type AudioData } from '../../../src/audio/audio-data.js';
import { separateAudio } from '../../../src/separation/separate-audio.js';
import type { Separator, SeparatorOptions } from '../../../src/separation/separator.js';
import { centreOnly, idealRatioMask, repetSimOnly, type Baseline } from './baselines.js';
import type { StemSong } from './stem-songs.js';

export interface Estimate {
  readonly vocals: AudioData;
  readonly accompaniment: AudioData;
}

/** What is measured: an engine, or what engines are compared with. */
export interface Method {
  readonly name: string;
  /** Undefined for songs of which there is none. */
  estimate(song: StemSong): Promise<Estimate | undefined> | Estimate | undefined;
}

/** What engines are opened with here. */
export type EngineContext = Omit<SeparatorOptions, 'stems'>;

export const DO_NOTHING: Method = {
  name: 'the mix itself',
  estimate: ({ mix }) => ({ vocals: mix, accompaniment: mix }),
};

/** All rows of the tables in their order, from doing nothing to knowing the truth. */
export function listMethods(engines: readonly Separator[], context: EngineContext): Method[] {
  return [
    DO_NOTHING,
    baseline('centre only', centreOnly),
    baseline('REPET-SIM only', repetSimOnly),
    ...engines.map((separator) => engineMethod(separator, context)),
    { name: 'Wave-U-Net', estimate: ({ waveUNet }) => waveUNet },
    baseline('ideal ratio mask', idealRatioMask),
  ];
}

/** Estimates by the method's name, in the methods' order. */
export type Estimates = Readonly<Record<string, Estimate>>;

/** What the methods make of a song; those that have nothing of it are left out. */
export async function estimateAll(song: StemSong, methods: readonly Method[]): Promise<Estimates> {
  const estimates: Record<string, Estimate> = {};
  for (const method of methods) {
    const estimate = await method.estimate(song);
    if (estimate) estimates[method.name] = estimate;
  }
  return estimates;
}

function baseline(name: string, estimateVocals: Baseline): Method {
  return {
    name,
    estimate(song) {
      const vocals = estimateVocals(song);
      return { vocals, accompaniment: difference(song.mix, vocals) };
    },
  };
}

function engineMethod(separator: Separator, context: EngineContext): Method {
  return {
    name: separator.id,
    async estimate({ mix }) {
      const stems = await separateAudio(mix, { ...context, separator, stems: 2 });
      return stems as Estimate;
    },
  };
}

function difference(a: AudioData, b: AudioData): AudioData {
  const channels = a.channels.map((x, c) => x.map((sample, i) => sample - b.channels[c][i]));
  return audioData(a.sampleRate, channels);
}
