import type { Instrument } from '../instrument.js';
import type { Melody } from './melody.js';

/** Whole octaves that a melody may move by to lie in an instrument's range. */
const OCTAVES = [0, -1, 1, -2, 2, -3, 3];
/** Moving by an octave costs as much as this share of the time out of range. */
const OCTAVE_COST = 0.02;

/** `melody`, all of it moved by `semitones`. */
export function moveMelody({ line, notes }: Melody, semitones: number): Melody {
  const pitch = line.pitch.map((value) => (value > 0 ? value + semitones : 0));
  return {
    line: { ...line, pitch },
    notes: notes.map((note) => ({ ...note, pitch: note.pitch + semitones })),
  };
}

/** By how many octaves the whole of `melody` should move so that as much as possible lies within
 *  `range`: as a whole, since a phrase that breaks into another octave is another phrase. */
export function octavesIntoRange({ line }: Melody, range: Instrument['range']): number {
  return bestOctaves(
    [...line.pitch].filter((pitch) => pitch > 0),
    range,
  );
}

/** By how many octaves `pitches` should move: as few as bring as many as possible into `range`. */
export function bestOctaves(pitches: readonly number[], range: Instrument['range']): number {
  const cost = (octaves: number) => {
    const outside = pitches.filter((pitch) => !isWithin(pitch + 12 * octaves, range)).length;
    return outside / Math.max(1, pitches.length) + OCTAVE_COST * Math.abs(octaves);
  };
  return OCTAVES.reduce((best, next) => (cost(next) < cost(best) ? next : best));
}

/** Half a semitone beyond is still the outermost key. */
function isWithin(pitch: number, { lowest, highest }: Instrument['range']): boolean {
  return pitch >= lowest - 0.5 && pitch <= highest + 0.5;
}
