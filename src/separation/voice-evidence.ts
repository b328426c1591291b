import { medianAlongColumns, medianAlongRows, type BytePlane } from '../dsp/median-filter.js';
import type { SectionSpectra } from './section-spectra.js';
import { findSimilarFrames, repeatingLevels } from './similar-frames.js';
import { timbreFeatures, TIMBRE_BANDS } from './timbre-features.js';

/** What speaks for or against the voice in each bin: the level of something that is known not to
 *  be the voice (what repeats, what is sustained, what is percussive, what is not in the centre),
 *  to be compared with the level of the bin itself. */
export const EVIDENCE_NAMES = [
  'midRepeats',
  'sideRepeats',
  'midSustainedShort',
  'midSustained',
  'midSustainedLong',
  'midPercussiveNarrow',
  'midPercussive',
  'midPercussiveWide',
  'sideSustained',
  'sidePercussive',
  'offCentre',
] as const;
export type EvidenceName = (typeof EVIDENCE_NAMES)[number];

/** The evidence is `levels − reference`, in level steps. */
export interface Evidence {
  readonly levels: BytePlane;
  readonly reference: BytePlane;
}

/** The 27 frames that are most similar, at most one from each half second (STFT frames of 23 ms).
 *  Fewer follow the music more closely, but let the voice through. */
const SIMILAR_FRAMES = { count: 27, blockFrames: 22 };

/** Median spans along time in STFT frames (23 ms): longer than a sung note's steady part, shorter
 *  than a held chord; the longest outlasts a phrase. */
const SUSTAINED_SPANS = { short: 9, medium: 23, long: 61 };

/** Median spans along frequency in bins (11 Hz): wider than the gap between a voice's partials. */
const PERCUSSIVE_SPANS = { narrow: 9, medium: 31, wide: 61 };

/** Finds all evidence of one section, one kind after the other, each when it is asked for. */
export function* gatherEvidence(
  spectra: SectionSpectra,
  sampleRate: number,
): Generator<[EvidenceName, Evidence]> {
  const mid = spectra.mid.levels;
  const side = spectra.side.levels;
  const against = (levels: BytePlane): Evidence => ({ levels, reference: mid });
  const againstSide = (levels: BytePlane): Evidence => ({ levels, reference: side });
  const similar = findSimilarFrames(
    timbreFeatures(spectra, sampleRate),
    TIMBRE_BANDS,
    SIMILAR_FRAMES,
  );
  yield ['midRepeats', against(repeatingLevels(mid, similar))];
  yield ['sideRepeats', againstSide(repeatingLevels(side, similar))];
  yield ['midSustainedShort', against(medianAlongColumns(mid, SUSTAINED_SPANS.short))];
  yield ['midSustained', against(medianAlongColumns(mid, SUSTAINED_SPANS.medium))];
  yield ['midSustainedLong', against(medianAlongColumns(mid, SUSTAINED_SPANS.long))];
  yield ['midPercussiveNarrow', against(medianAlongRows(mid, PERCUSSIVE_SPANS.narrow))];
  yield ['midPercussive', against(medianAlongRows(mid, PERCUSSIVE_SPANS.medium))];
  yield ['midPercussiveWide', against(medianAlongRows(mid, PERCUSSIVE_SPANS.wide))];
  yield ['sideSustained', againstSide(medianAlongColumns(side, SUSTAINED_SPANS.medium))];
  yield ['sidePercussive', againstSide(medianAlongRows(side, PERCUSSIVE_SPANS.medium))];
  yield ['offCentre', against(side)];
}
