import type { PlayedNote } from '../../score/played-note.js';
import { FRAME_RATE } from '../frame-rate.js';
import type { Instrument } from '../instrument.js';
import type { SungNote } from '../listening/segment-notes.js';
import type { MelodyLine } from './line.js';
import type { Melody } from './melody.js';

const STRUCK_FAMILIES: readonly string[] = ['keys', 'mallets', 'drums'];

/** Bends are straight lines that stray from what was sung by less than this: nobody hears it. */
const BEND_TOLERANCE = 0.05;
/** How long the loudest moment of an attack may take to come. */
const ATTACK_FRAMES = 12;
/** A forte, and what each dB below takes away: −30 dB is pianissimo. */
const FORTE_VELOCITY = 0.9;
const VELOCITY_PER_DB = 0.022;
const SOFTEST_VELOCITY = 0.12;

/** The notes of `melody` for an instrument with keys: each on the nearest key, bent to where it was sung,
 *  struck as hard as it was begun. */
export function playedNotesOf({ line, notes }: Melody): PlayedNote[] {
  return notes.map((note) => {
    const key = Math.round(note.pitch);
    return {
      startSeconds: note.from / FRAME_RATE,
      endSeconds: note.to / FRAME_RATE,
      pitch: key,
      velocity: velocityOf(line, note),
      bend: bendOf(line, note, key),
    };
  });
}

/** `notes` as `instrument` can play them: what has keys to strike can't bend. */
export function playable(
  notes: readonly PlayedNote[],
  { family }: Pick<Instrument, 'family'>,
): PlayedNote[] {
  if (!STRUCK_FAMILIES.includes(family)) return [...notes];
  return notes.map(({ bend: _, ...note }) => ({ ...note, pitch: Math.round(note.pitch) }));
}

function velocityOf({ levelDb }: MelodyLine, { from, to }: SungNote): number {
  const attack = levelDb.subarray(from, Math.min(to, from + ATTACK_FRAMES));
  const loudest = attack.reduce((most, level) => Math.max(most, level), -Infinity);
  return Math.min(1, Math.max(SOFTEST_VELOCITY, FORTE_VELOCITY + VELOCITY_PER_DB * loudest));
}

function bendOf({ pitch }: MelodyLine, { from, to }: SungNote, key: number): PlayedNote['bend'] {
  const points: [number, number][] = [];
  for (let t = from; t < to; t++) {
    if (pitch[t] > 0) points.push([(t - from) / FRAME_RATE, pitch[t] - key]);
  }
  return points.length > 0 ? simplified(points) : undefined;
}

/** Fewer points on straight lines near `points` (Ramer–Douglas–Peucker). */
function simplified(points: readonly [number, number][]): [number, number][] {
  const [first, last] = [points[0], points[points.length - 1]];
  if (points.length < 3) return [...points];
  const slope = (last[1] - first[1]) / (last[0] - first[0]);
  const strays = points.map(([x, y]) => Math.abs(y - first[1] - slope * (x - first[0])));
  const furthest = strays.indexOf(Math.max(...strays));
  if (strays[furthest] <= BEND_TOLERANCE) return [first, last];
  return [
    ...simplified(points.slice(0, furthest + 1)).slice(0, -1),
    ...simplified(points.slice(furthest)),
  ];
}
