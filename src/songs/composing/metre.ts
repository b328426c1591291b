import type { Chord, Score } from '../../score/score.js';
import { beatsPerBar } from '../../score/score-time.js';

type Metre = Score['metre'];

/** How strong a moment of a bar is, 0 … 1.
 *  @param beat quarter notes from the start of the piece, whose bars all have this metre */
export function strengthAt(beat: number, metre: Metre): number {
  const bar = beatsPerBar({ metre });
  const at = ((beat % bar) + bar) % bar;
  if (isNear(at, 0)) return 1;
  if (isNear(at, pulse(metre) * Math.round(at / pulse(metre)))) {
    return isNear(at, bar / 2) ? 0.8 : 0.6;
  }
  return isNear(at * 2, Math.round(at * 2)) ? 0.25 : 0.1;
}

/** Whether a note there is heard as on the beat. */
export function isOnBeat(beat: number, metre: Metre): boolean {
  return strengthAt(beat, metre) >= 0.6;
}

/** What one counts: a quarter note, or three eighths in 6/8, 9/8 and 12/8. */
function pulse({ beatsPerBar: count, beatUnit }: Metre): number {
  return beatUnit >= 8 && count % 3 === 0 ? 1.5 : 1;
}

function isNear(a: number, b: number): boolean {
  return Math.abs(a - b) < 1e-6;
}

/** The chord that sounds at `beat`: the first before any, the last after all. */
export function chordAt(chords: readonly Chord[], beat: number): Chord {
  let found = chords[0];
  for (const chord of chords) {
    if (chord.startBeat > beat + 1e-6) break;
    found = chord;
  }
  return found;
}
