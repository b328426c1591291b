import type { AudioData } from '../audio/audio-data.js';
import type { RunOptions } from '../progress.js';

/** `2`: vocals and accompaniment. `4`: vocals, drums, bass, other. */
export type StemCount = 2 | 4;
export type StemName = 'vocals' | 'accompaniment' | 'drums' | 'bass' | 'other';

/** Stems of one mix, each stereo, at the mix's sample rate and of its length; their sum is the mix. */
export type Stems = Partial<Record<StemName, AudioData>>;

/** Splits a mix into stems. Engines register in `separators.ts`; every one passes
 *  `test/separation/separator-contract.ts`. */
export interface Separator {
  /** The name that `--engine` takes. */
  readonly id: string;
  /** One line for people, saying what it is: DSP or a model, and whose. */
  readonly title: string;
  /** Changes whenever the output for the same input would. */
  readonly version: number;
  readonly stemCounts: readonly StemCount[];
  /** @param mix stereo
   *  @throws CancelledError when `signal` is aborted */
  separate(mix: AudioData, options: RunOptions & { stems: StemCount }): Promise<Stems>;
}
