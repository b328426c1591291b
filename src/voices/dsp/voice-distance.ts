import type { VoiceRange } from '../voice.js';
import { envelopeGrid } from './envelope-shape.js';

/** What two voices are compared by. */
export interface VoiceSketch {
  /** Mean shape of voiced frames, ln amplitude by band. */
  readonly voicedMean: Float32Array;
  readonly range: VoiceRange;
}

/** Bands above say more about the microphone than about the voice. */
const COMPARED_BANDS = envelopeGrid.hz.filter((hz) => hz < 7200).length;
const DB_PER_LN = 20 / Math.LN10;
/** An octave between the middle notes weighs as much as 6 dB of spectrum. */
const DB_PER_SEMITONE = 0.5;

/** How unlike two voices are, in dB: the root mean square over bands of the difference of their mean
 *  spectra, level removed, and of half a dB for each semitone between their middle notes. A distance
 *  of profiles, not of what listeners or a speaker encoder hear. */
export function voiceDistance(a: VoiceSketch, b: VoiceSketch): number {
  const differences = a.voicedMean
    .subarray(0, COMPARED_BANDS)
    .map((value, band) => DB_PER_LN * (value - b.voicedMean[band]));
  const level = differences.reduce((sum, value) => sum + value, 0) / COMPARED_BANDS;
  const squares = differences.reduce((sum, value) => sum + (value - level) ** 2, 0);
  const semitones = 12 * Math.log2(a.range.medianHz / b.range.medianHz);
  return Math.sqrt(squares / COMPARED_BANDS + (DB_PER_SEMITONE * semitones) ** 2);
}
