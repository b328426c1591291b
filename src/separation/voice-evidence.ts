import { medianAlongColumns, medianAlongRows, type BytePlane } from '../dsp/median-filter.js';
import { repeatingLevels, type SimilarFrames } from './similar-frames.js';

/** What speaks against the voice in a bin: that much of it repeats, is sustained or percussive. */
export type EvidenceName = 'repeats' | 'sustained' | 'percussive';

export interface Evidence {
  readonly name: EvidenceName;
  /** Levels of what repeats (…) in each bin, to be compared with all that is there. */
  readonly background: BytePlane;
}

/** Median span along time in STFT frames (23 ms each): longer than a sung note's steady part,
 *  shorter than a held chord. */
const SUSTAINED_SPAN = 23;

/** Median span along frequency in bins (11 Hz each): wider than the gap between a voice's partials. */
const PERCUSSIVE_SPAN = 31;

/** All evidence on the levels of one channel, one kind after the other, each when asked for.
 *  Panning of single bins isn't among it: it helped some songs and harmed as many. */
export function* gatherEvidence(levels: BytePlane, similar: SimilarFrames): Generator<Evidence> {
  yield { name: 'repeats', background: repeatingLevels(levels, similar) };
  yield { name: 'sustained', background: medianAlongColumns(levels, SUSTAINED_SPAN) };
  yield { name: 'percussive', background: medianAlongRows(levels, PERCUSSIVE_SPAN) };
}
