import type { SungNote } from '../listening/segment-notes.js';
import type { Melody } from './melody.js';
import { nearestOf } from './nearest-of.js';

/** How long a note takes to get from one correction to the next: what a tuned voice needs to stay smooth. */
const GLIDE_FRAMES = 5;

export interface PitchSnap {
  /** Pitch classes that are in the key, 0 = C. */
  scale: readonly number[];
  /** How far notes move to the nearest of them: 0 not at all, 1 onto it. */
  amount: number;
}

/** `melody` with each note drawn to the scale. Notes move as wholes: vibrato and slides stay. */
export function snapPitch(melody: Melody, { scale, amount }: PitchSnap): Melody {
  if (amount === 0) return melody;
  const nearest = ({ pitch }: SungNote) => nearestOf(pitch, scale);
  return movedNotes(
    melody,
    melody.notes.map((note) => note.pitch + amount * (nearest(note) - note.pitch)),
  );
}

/** `melody` with its notes at `pitches`, one for each; what is between them glides along. */
function movedNotes({ line, notes }: Melody, pitches: readonly number[]): Melody {
  const shifts = new Float32Array(line.pitch.length);
  notes.forEach((note, n) => {
    const until = notes[n + 1]?.from ?? line.pitch.length;
    shifts.fill(pitches[n] - note.pitch, n === 0 ? 0 : note.from, until);
  });
  const glided = smooth(shifts);
  return {
    line: { ...line, pitch: line.pitch.map((value, t) => (value > 0 ? value + glided[t] : 0)) },
    notes: notes.map((note, n) => ({ ...note, pitch: pitches[n] })),
  };
}

function smooth(values: Float32Array): Float32Array {
  const half = Math.floor(GLIDE_FRAMES / 2);
  return values.map((_, t) => {
    const around = values.subarray(Math.max(0, t - half), t + half + 1);
    return around.reduce((sum, value) => sum + value, 0) / around.length;
  });
}
