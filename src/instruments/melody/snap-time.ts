import { FRAME_RATE } from '../frame-rate.js';
import type { Melody } from './melody.js';

export interface TimeSnap {
  /** Quarter notes per minute. */
  bpm: number;
  /** Lines of the grid in a quarter note. */
  perBeat: number;
  /** Where the grid has one of its lines; 0 s by default. */
  firstBeatSeconds?: number;
  /** How far the beginnings of notes move to the nearest line: 0 not at all, 1 onto it. */
  amount: number;
}

/** `melody` with the beginnings of its notes drawn to a grid. Time is stretched in
 *  between, so that a note's course stays whole; two notes never change places. */
export function snapTime(melody: Melody, snap: TimeSnap): Melody {
  const { bpm, perBeat, amount, firstBeatSeconds = 0 } = snap;
  if (amount === 0 || melody.notes.length === 0) return melody;
  const step = (60 / bpm / perBeat) * FRAME_RATE;
  const first = firstBeatSeconds * FRAME_RATE;
  const from = melody.notes.map((note) => note.from);
  const to: number[] = [];
  for (const frame of from) {
    const line = first + step * Math.round((frame - first) / step);
    const wanted = frame + amount * (line - frame);
    to.push(Math.max(Math.round(wanted), (to.at(-1) ?? -1) + 1));
  }
  return warped(melody, { from, to });
}

/** `melody`, `stretch` times as long, and then later by `delayFrames`; as long as it needs to be. */
export function stretchMelody(melody: Melody, stretch: number, delayFrames: number): Melody {
  const { length } = melody.line.pitch;
  const end = Math.max(1, Math.round(length * stretch + delayFrames));
  return warped(melody, { from: [0, length], to: [delayFrames, end] }, end);
}

/** Frame `from[i]` comes to lie at `to[i]`; beyond the outermost, all moves alike. */
function warped(
  { line, notes }: Melody,
  map: { from: number[]; to: number[] },
  length = line.pitch.length,
): Melody {
  const back = Float32Array.from({ length }, (_, t) => mapped(t, map.to, map.from));
  const read = (values: Float32Array) =>
    Float32Array.from({ length }, (_, t) => values[Math.round(back[t])] ?? 0);
  const forth = (frame: number) =>
    Math.min(length, Math.max(0, Math.round(mapped(frame, map.from, map.to))));
  return {
    line: { pitch: read(line.pitch), levelDb: read(line.levelDb) },
    notes: notes.map((note) => ({ ...note, from: forth(note.from), to: forth(note.to) })),
  };
}

function mapped(frame: number, from: readonly number[], to: readonly number[]): number {
  const next = from.findIndex((known) => known > frame);
  if (next === 0) return frame + to[0] - from[0];
  if (next < 0) return frame + to[to.length - 1] - from[from.length - 1];
  const share = (frame - from[next - 1]) / (from[next] - from[next - 1]);
  return to[next - 1] + share * (to[next] - to[next - 1]);
}
