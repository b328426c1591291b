import type { PlayedNote } from '../../score/played-note.js';
import { FRAME_RATE } from '../frame-rate.js';
import type { MelodyLine } from '../melody/line.js';

/** Level of the hardest stroke, and what each step of velocity is worth: as `melody/played-notes.ts` has it
 *  the other way round. */
const FORTE_VELOCITY = 0.9;
const VELOCITY_PER_DB = 0.022;
/** How a note swells and settles: it begins softer, and sinks a little until its end. */
const ATTACK_FRAMES = 5;
const ATTACK_DB = 9;
const SINK_DB_PER_FRAME = 0.015;
const MOST_SUNK_DB = 4;
/** Vibrato of notes that last, as players do. */
const VIBRATO_HZ = 5.3;
const VIBRATO_SEMITONES = 0.18;
const VIBRATO_AFTER_FRAMES = 28;
const VIBRATO_GROWS_FRAMES = 30;
/** How long the pitch takes from one note to the next that follows at once. */
const SLUR_FRAMES = 3;

/** `notes` shared out among as few players as can play them, none of whom plays two at once. */
export function voicesOf(notes: readonly PlayedNote[]): PlayedNote[][] {
  const voices: PlayedNote[][] = [];
  for (const note of [...notes].sort((a, b) => a.startSeconds - b.startSeconds)) {
    const free = voices.find(
      (voice) => voice[voice.length - 1].endSeconds <= note.startSeconds + 0.03,
    );
    if (free) free.push(note);
    else voices.push([note]);
  }
  return voices;
}

/** What one player makes of `notes`, which don't overlap: a line of `frames` values. */
export function lineOfNotes(notes: readonly PlayedNote[], frames: number): MelodyLine {
  const line = { pitch: new Float32Array(frames), levelDb: new Float32Array(frames) };
  notes.forEach((note, n) => {
    const from = Math.round(note.startSeconds * FRAME_RATE);
    const next = notes[n + 1]?.startSeconds ?? Infinity;
    const to = Math.min(frames, Math.round(Math.min(note.endSeconds, next) * FRAME_RATE));
    const isSlurred = from > 0 && line.pitch[from - 1] > 0;
    const loud = (note.velocity - FORTE_VELOCITY) / VELOCITY_PER_DB;
    for (let t = Math.max(0, from); t < to; t++) {
      const age = t - from;
      const attack = isSlurred ? 0 : ATTACK_DB * Math.max(0, 1 - age / ATTACK_FRAMES);
      line.levelDb[t] = loud - attack - Math.min(MOST_SUNK_DB, age * SINK_DB_PER_FRAME);
      line.pitch[t] = note.pitch + (note.bend ? bendAt(note.bend, age / FRAME_RATE) : vibrato(age));
    }
    if (isSlurred) slur(line.pitch, from);
  });
  return line;
}

function vibrato(age: number): number {
  const depth = Math.min(1, Math.max(0, (age - VIBRATO_AFTER_FRAMES) / VIBRATO_GROWS_FRAMES));
  return depth * VIBRATO_SEMITONES * Math.sin((2 * Math.PI * VIBRATO_HZ * age) / FRAME_RATE);
}

function bendAt(points: NonNullable<PlayedNote['bend']>, seconds: number): number {
  const next = points.findIndex(([at]) => at >= seconds);
  if (next < 0) return points[points.length - 1][1];
  if (next === 0) return points[0][1];
  const [[from, low], [to, high]] = [points[next - 1], points[next]];
  return low + ((high - low) * (seconds - from)) / (to - from);
}

/** Draws the pitch around frame `at` out into a short glide. */
function slur(pitch: Float32Array, at: number): void {
  const before = pitch[at - 1];
  for (let i = 0; i < SLUR_FRAMES && at + i < pitch.length; i++) {
    const share = (i + 1) / (SLUR_FRAMES + 1);
    if (pitch[at + i] > 0) pitch[at + i] = before + (pitch[at + i] - before) * share;
  }
}
