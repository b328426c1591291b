import type { AudioData } from '../audio/audio-data.js';
import type { InferenceHost } from '../inference/inference-host.js';
import type { ModelStore } from '../inference/model-store.js';
import type { RunOptions } from '../progress.js';
import type { SeparatorTuning } from './separator-tuning.js';

/** `2`: vocals and accompaniment. `4`: vocals, drums, bass, other. */
export type StemCount = 2 | 4;
export type StemName = 'vocals' | 'accompaniment' | 'drums' | 'bass' | 'other';

/** Stems that engines cut out; what is left of the mix after them is the last stem. */
export type MaskedStem = 'vocals' | 'drums' | 'bass';

/** Stems of one mix, each stereo, at the mix's sample rate and of its length; their sum is the mix. */
export type Stems = Partial<Record<StemName, AudioData>>;

/** Splits music into stems, section by section; `separate-file.ts` makes whole songs of that.
 *  Engines register in `separators.ts`; every one passes `test/separation/separator-contract.ts`. */
export interface Separator {
  /** The name that `--engine` takes. */
  readonly id: string;
  /** One line for people, saying what it is: DSP or a model, and whose. */
  readonly title: string;
  /** Changes whenever the output for the same input would. */
  readonly version: number;
  readonly stemCounts: readonly StemCount[];
  /** Of the sections that it is given; the song's own rate when absent. */
  readonly sampleRate?: number;
  /** Sections are long enough to hear what it needs, short enough for memory. */
  readonly sectionSeconds: number;
  /** What neighbouring sections share, to be faded into each other. */
  readonly overlapSeconds: number;
  /** The model of the catalogue that it runs where `tuning.model` names no other. */
  readonly defaultModel?: string;
  /** What of the tuning it knows; nothing when absent. */
  readonly tunedBy?: readonly (keyof SeparatorTuning)[];
  /** Gets it ready: loads its model, if it has one.
   *  @throws ModelError when its model is missing or broken; CancelledError */
  open(options: SeparatorOptions): Promise<OpenSeparator>;
}

/** What an engine is opened with. */
export interface SeparatorOptions {
  stems: StemCount;
  /** Runs its model; closed by whoever made it. */
  inference: InferenceHost;
  models: ModelStore;
  tuning: SeparatorTuning;
  signal?: AbortSignal;
}

/** A separation engine that is ready to work. */
export interface OpenSeparator {
  /** All stems but the last one (the vocals; or vocals, drums and bass), each stereo and as long as
   *  the section.
   *  @param section stereo, of a song that was brought to −20 dBFS rms; not to be written to
   *  @throws CancelledError when `signal` is aborted */
  separate(section: AudioData, run: RunOptions): Promise<Partial<Record<MaskedStem, AudioData>>>;
  close(): Promise<void>;
}

/** The stems of a song, in their order; all but the last one are cut out. */
export const STEM_NAMES: Readonly<Record<StemCount, readonly StemName[]>> = {
  2: ['vocals', 'accompaniment'],
  4: ['vocals', 'drums', 'bass', 'other'],
};
