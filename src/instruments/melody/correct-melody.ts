import { FRAME_RATE } from '../frame-rate.js';
import type { SungNote } from '../listening/segment-notes.js';
import type { Melody } from './melody.js';

/** A note as a user wants it. */
export interface CorrectedNote {
  startSeconds: number;
  endSeconds: number;
  /** MIDI number. */
  pitch: number;
}

/** How loud a note is that nobody sang. */
const DRAWN_LEVEL_DB = -8;

/** `melody` with `corrections` as all of its notes: each sounds as what was sung there did, moved and
 *  stretched to its place; what nobody sang is a plain note. */
export function correctMelody(melody: Melody, corrections: readonly CorrectedNote[]): Melody {
  const { length } = melody.line.pitch;
  const line = { pitch: new Float32Array(length), levelDb: new Float32Array(length) };
  const notes = corrections
    .map(({ startSeconds, endSeconds, pitch }) => ({
      from: Math.min(length, Math.round(startSeconds * FRAME_RATE)),
      to: Math.min(length, Math.round(endSeconds * FRAME_RATE)),
      pitch,
    }))
    .filter(({ from, to }) => to > from)
    .sort((a, b) => a.from - b.from);
  for (const note of notes) {
    const sung = sungThere(melody.notes, note);
    for (let t = note.from; t < note.to; t++) {
      const at = sung ? placeIn(sung, (t - note.from) / (note.to - note.from)) : -1;
      const heard = at < 0 ? 0 : melody.line.pitch[at];
      line.pitch[t] = sung && heard > 0 ? heard + note.pitch - sung.pitch : sung ? 0 : note.pitch;
      line.levelDb[t] = sung ? melody.line.levelDb[at] : DRAWN_LEVEL_DB;
    }
  }
  return { line, notes };
}

/** The sung note that shares most time with `note`. */
function sungThere(notes: readonly SungNote[], note: SungNote): SungNote | undefined {
  const shared = ({ from, to }: SungNote) => Math.min(to, note.to) - Math.max(from, note.from);
  const best = notes.reduce<SungNote | undefined>(
    (most, next) => (most && shared(most) >= shared(next) ? most : next),
    undefined,
  );
  return best && shared(best) > 0 ? best : undefined;
}

function placeIn({ from, to }: SungNote, share: number): number {
  return Math.min(to - 1, Math.round(from + share * (to - from)));
}
