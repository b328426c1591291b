import type { PlayedNote } from '../score/played-note.js';

/** The open strings of a guitar, the lowest first. */
const OPEN_STRINGS = [40, 45, 50, 55, 59, 64];
const HIGHEST_POSITION = 9;
/** Frets that a hand reaches. */
const REACH = 4;
const STRUM_STEP_SECONDS = 0.013;
/** Strings that the plectrum reaches later sound a little softer. */
const LATER_IS_SOFTER = 0.04;

/** A chord as a hand can grip it: MIDI numbers of the strings that sound, the lowest first.
 *  @param tones pitch classes of the chord, the root first
 *  @param bass pitch class of the lowest string; the root unless given */
export function guitarVoicing(tones: readonly number[], bass: number = tones[0]): number[] {
  const grips = Array.from({ length: HIGHEST_POSITION + 1 }, (_, position) =>
    OPEN_STRINGS.slice(0, 4).map((_string, lowest) => grip(tones, { bass, position, lowest })),
  ).flat();
  return grips.reduce((best, each) => (each.merit > best.merit ? each : best)).pitches;
}

function grip(
  tones: readonly number[],
  { bass, position, lowest }: { bass: number; position: number; lowest: number },
): { pitches: number[]; merit: number } {
  const pitches: number[] = [];
  for (let string = lowest; string < OPEN_STRINGS.length; string++) {
    const wanted = string === lowest ? [bass] : tones;
    const pitch = lowestFret(OPEN_STRINGS[string], position, wanted);
    if (pitch === undefined && string === lowest) return { pitches: [bass + 48], merit: -100 };
    if (pitch !== undefined) pitches.push(pitch);
  }
  const heard = new Set(pitches.map((pitch) => pitch % 12));
  const missing = tones.filter((tone, t) => !heard.has(tone % 12) && t !== 2).length; // A fifth may be missing.
  return { pitches, merit: pitches.length - 4 * missing - 0.4 * position };
}

/** The lowest tone of the chord that the hand reaches on a string, or the open string. */
function lowestFret(open: number, position: number, tones: readonly number[]): number | undefined {
  const isTone = (pitch: number) => tones.some((tone) => (pitch - tone) % 12 === 0);
  if (position <= 2 && isTone(open)) return open;
  for (let fret = Math.max(1, position); fret < position + REACH; fret++) {
    if (isTone(open + fret)) return open + fret;
  }
  return undefined;
}

/** A chord as a plectrum plays it: one string after the other.
 *  @param pitches the strings that sound, the lowest first
 *  @param options.stepSeconds from string to string */
export function strum(
  pitches: readonly number[],
  chord: Pick<PlayedNote, 'startSeconds' | 'endSeconds' | 'velocity'>,
  { direction = 'down', stepSeconds = STRUM_STEP_SECONDS }: StrumOptions = {},
): PlayedNote[] {
  const order = direction === 'down' ? [...pitches] : [...pitches].reverse();
  // A strum is never longer than half the chord.
  const longest = (chord.endSeconds - chord.startSeconds) / 2;
  const step = Math.min(stepSeconds, longest / Math.max(1, order.length - 1));
  return order.map((pitch, n) => ({
    pitch,
    startSeconds: chord.startSeconds + n * step,
    endSeconds: chord.endSeconds,
    velocity: chord.velocity * (1 - LATER_IS_SOFTER * n),
  }));
}

interface StrumOptions {
  direction?: 'down' | 'up';
  stepSeconds?: number;
}
