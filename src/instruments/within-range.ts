import type { PlayedNote } from '../score/played-note.js';
import type { Instrument } from './instrument.js';

const SEMITONES_PER_OCTAVE = 12;

/** `notes` in the order of time, each moved by octaves into the instrument's range where it lies outside
 *  of it. Drums stay on their keys. */
export function withinRange(
  notes: readonly PlayedNote[],
  { family, range }: Pick<Instrument, 'family' | 'range'>,
): PlayedNote[] {
  const sorted = [...notes].sort((a, b) => a.startSeconds - b.startSeconds || a.pitch - b.pitch);
  if (family === 'drums') return sorted;
  return sorted.map((note) => ({ ...note, pitch: folded(note.pitch, range) }));
}

function folded(pitch: number, { lowest, highest }: Instrument['range']): number {
  let within = pitch;
  while (within < lowest - 0.5) within += SEMITONES_PER_OCTAVE;
  while (within > highest + 0.5) within -= SEMITONES_PER_OCTAVE;
  return within;
}
