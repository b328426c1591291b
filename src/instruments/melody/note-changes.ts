import type { PlayedNote } from '../../score/played-note.js';
import type { Instrument } from '../instrument.js';
import type { CorrectedNote } from './correct-melody.js';
import { nearestOf } from './nearest-of.js';
import { bestOctaves } from './move-melody.js';
import type { TimeSnap } from './snap-time.js';

/** The velocity of a note that nobody sang: mezzoforte. */
const DRAWN_VELOCITY = 0.63;

/** `corrections` as notes, each as hard as the heard one that it overlaps most. */
export function correctNotes(
  heard: readonly PlayedNote[],
  corrections: readonly CorrectedNote[],
): PlayedNote[] {
  return corrections.map((note) => {
    const shared = ({ startSeconds, endSeconds, pitch }: PlayedNote) =>
      Math.min(endSeconds, note.endSeconds) -
      Math.max(startSeconds, note.startSeconds) -
      Math.abs(pitch - note.pitch) / 1000;
    const [best] = [...heard].sort((a, b) => shared(b) - shared(a));
    const isHeard = best !== undefined && shared(best) > 0;
    return { ...note, velocity: isHeard ? best.velocity : DRAWN_VELOCITY };
  });
}

/** By how many octaves `notes` should move so that as many as possible lie within `range`. */
export function octavesOfNotes(notes: readonly PlayedNote[], range: Instrument['range']): number {
  return bestOctaves(
    notes.map(({ pitch }) => pitch),
    range,
  );
}

interface NoteChanges {
  semitones: number;
  scale: readonly number[];
  /** 0 … 1, towards the scale. */
  snap: number;
  grid: TimeSnap;
}

/** `notes`, moved and drawn to scale and grid; they keep their lengths and bends. */
export function changeNotes(notes: readonly PlayedNote[], changes: NoteChanges): PlayedNote[] {
  const { semitones, scale, snap, grid } = changes;
  const first = grid.firstBeatSeconds ?? 0;
  const step = 60 / grid.bpm / grid.perBeat;
  return notes.map((note) => {
    const moved = note.pitch + semitones;
    const line = first + step * Math.round((note.startSeconds - first) / step);
    const later = grid.amount * (line - note.startSeconds);
    return {
      ...note,
      pitch: moved + snap * (nearestOf(moved, scale) - moved),
      startSeconds: note.startSeconds + later,
      endSeconds: note.endSeconds + later,
    };
  });
}
