import type { PlayedNote } from '../../score/played-note.js';
import type { Syllable } from '../../score/score.js';

/** A note as it is sung. Without a syllable it is hummed to 'oo'; one without phones is held on from the
 *  note before. */
export interface SungNote extends PlayedNote {
  syllable?: Syllable;
}
