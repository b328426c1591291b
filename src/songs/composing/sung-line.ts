import type { Syllable } from '../../score/score.js';

/** A syllable that is to be sung, with how much it wants a strong beat, 0 … 1. */
export interface SungSyllable {
  syllable: Syllable;
  stress: number;
}

/** A line of lyrics: what is sung in one breath. */
export type SungLine = readonly SungSyllable[];
