import type { AudioData } from '../audio/audio-data.js';
import type { PlayedNote } from '../score/played-note.js';

export const INSTRUMENT_FAMILIES = [
  ...['keys', 'guitar', 'bass', 'strings', 'wind', 'brass', 'mallets', 'plucked'],
  ...['drums', 'synth'],
] as const;

export type InstrumentFamily = (typeof INSTRUMENT_FAMILIES)[number];

export interface PerformanceOptions {
  sampleRate: number;
  /** Length of the result, in samples; what rings on is cut there with a short fade. */
  length: number;
  seed: number;
  signal: AbortSignal;
}

/** Something that notes are played on. `id` is what users type: 'acoustic-guitar'. */
export interface Instrument {
  id: string;
  /** 'Acoustic guitar' */
  name: string;
  family: InstrumentFamily;
  /** How it makes its sound, honestly: sampled, a physical model, a synthesiser, or a trained network. */
  kind: 'sampled' | 'physical model' | 'synthesiser' | 'network';
  /** Lowest and highest MIDI number that it can reach. */
  range: { lowest: number; highest: number };
  /** @returns stereo of `length` samples; the same notes and seed give the same samples */
  play(notes: readonly PlayedNote[], options: PerformanceOptions): Promise<AudioData>;
}
