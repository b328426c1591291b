import type { Note, Score } from './score.js';
import { beatsPerBar, scoreEnd } from './score-time.js';

/** Divisions of a quarter note in notation: sixteenths are 3, triplet eighths 4. */
export const DIVISIONS = 12;
const MAX_VOICES = 4;

/** Notes that are struck and released together, and how long, in divisions from the piece's start. */
interface Stroke {
  start: number;
  end: number;
  notes: Note[];
}

/** One written note (or chord, or rest: without notes) of a bar. */
export interface WrittenNote {
  /** From the bar's start, in divisions. */
  start: number;
  duration: number;
  type: NoteType;
  dots: 0 | 1;
  isTriplet: boolean;
  notes: readonly Note[];
  /** Whether it goes on from the note before, or into the next one. */
  tiedFrom: boolean;
  tiedTo: boolean;
}

type NoteType = 'whole' | 'half' | 'quarter' | 'eighth' | '16th';

/** A bar of one part: its voices, each filled from end to end. */
export type WrittenBar = WrittenNote[][];

/** Values that are written as one note, longest first. */
const VALUES: readonly Pick<WrittenNote, 'duration' | 'type' | 'dots' | 'isTriplet'>[] = [
  { duration: 48, type: 'whole', dots: 0, isTriplet: false },
  { duration: 36, type: 'half', dots: 1, isTriplet: false },
  { duration: 24, type: 'half', dots: 0, isTriplet: false },
  { duration: 18, type: 'quarter', dots: 1, isTriplet: false },
  { duration: 12, type: 'quarter', dots: 0, isTriplet: false },
  { duration: 9, type: 'eighth', dots: 1, isTriplet: false },
  { duration: 8, type: 'quarter', dots: 0, isTriplet: true },
  { duration: 6, type: 'eighth', dots: 0, isTriplet: false },
  { duration: 4, type: 'eighth', dots: 0, isTriplet: true },
  { duration: 3, type: '16th', dots: 0, isTriplet: false },
];

/** What the engraver needs to know of the metre, in divisions. */
interface BarShape {
  bar: number;
  /** Where beams break: a quarter, or three eighths in 6/8, 9/8 and 12/8. */
  beat: number;
}

/** The notes of a part as bars: on a grid of sixteenths or triplet eighths (each beat on that which
 *  fits it better), in up to four voices, cut and tied at bar lines and to values that can be written.
 *  What a fifth voice would have is shortened.
 *  @param options.isPercussion drums are written as strokes without length, in one voice
 *  @returns as many bars as the piece has, for every part the same */
export function writeBars(
  notes: readonly Note[],
  score: Score,
  { isPercussion }: { isPercussion: boolean },
): WrittenBar[] {
  const shape = barShape(score);
  const count = Math.max(1, Math.ceil((scoreEnd(score) * DIVISIONS) / shape.bar - 1e-6));
  const grid = { isPercussion, allowsTriplets: score.metre.beatUnit <= 4 };
  const voices = toVoices(toStrokes(notes, grid), isPercussion ? 1 : MAX_VOICES);
  return Array.from({ length: count }, (_, i) => {
    const bars = voices.map((voice) => writeVoice(voice, { start: i * shape.bar, shape }));
    return bars.filter((bar, v) => v === 0 || bar.some((written) => written.notes.length > 0));
  });
}

/** Where beams of a bar break, in divisions. */
export function barShape(score: Pick<Score, 'metre'>): BarShape {
  const { beatsPerBar: count, beatUnit } = score.metre;
  const isCompound = beatUnit >= 8 && count % 3 === 0;
  return { bar: Math.round(beatsPerBar(score) * DIVISIONS), beat: isCompound ? 18 : DIVISIONS };
}

interface Grid {
  isPercussion: boolean;
  allowsTriplets: boolean;
}

function toStrokes(notes: readonly Note[], grid: Grid): Stroke[] {
  const { isPercussion } = grid;
  const quantise = quantiser(notes, grid);
  const strokes = new Map<string, Stroke>();
  for (const note of notes) {
    const start = quantise(note.startBeat);
    // Of the beat where it is written, which may be the one after.
    const shortest = quantise.stepAt(start / DIVISIONS);
    const end = isPercussion
      ? start + shortest
      : Math.max(start + shortest, quantise(note.startBeat + note.durationBeats));
    const key = `${start} ${end}`;
    const stroke = strokes.get(key) ?? { start, end, notes: [] };
    stroke.notes.push(note);
    strokes.set(key, stroke);
  }
  // The longest of those that begin together leads.
  return [...strokes.values()].sort((a, b) => a.start - b.start || b.end - a.end);
}

/** Rounds beats to divisions, each quarter note to the grid that fits what happens in it. */
function quantiser(notes: readonly Note[], { isPercussion, allowsTriplets }: Grid) {
  const errors = new Map<number, [straight: number, triplet: number]>();
  const moments = notes.flatMap(({ startBeat, durationBeats }) =>
    isPercussion ? [startBeat] : [startBeat, startBeat + durationBeats],
  );
  for (const moment of moments) {
    const beat = Math.floor(moment + 1e-6);
    const sum = errors.get(beat) ?? [0, 0];
    const at = (moment - beat) * DIVISIONS;
    sum[0] += Math.abs(at - 3 * Math.round(at / 3));
    sum[1] += Math.abs(at - 4 * Math.round(at / 4));
    errors.set(beat, sum);
  }
  const stepAt = (moment: number) => {
    const [straight, triplet] = errors.get(Math.floor(moment + 1e-6)) ?? [0, 0];
    return allowsTriplets && triplet < straight - 1e-6 ? 4 : 3;
  };
  const quantise = (moment: number) => {
    const beat = Math.floor(moment + 1e-6);
    const step = stepAt(moment);
    return beat * DIVISIONS + step * Math.round(((moment - beat) * DIVISIONS) / step);
  };
  return Object.assign(quantise, { stepAt });
}

/** Strokes dealt out to voices so that none overlap; in the last voice they are cut short. */
function toVoices(strokes: readonly Stroke[], most: number): Stroke[][] {
  const voices: Stroke[][] = [[]];
  for (const stroke of strokes) {
    const free = voices.find((voice) => (voice.at(-1)?.end ?? 0) <= stroke.start);
    if (free) free.push(stroke);
    else if (voices.length < most) voices.push([stroke]);
    else joinOrCut(voices[voices.length - 1], stroke);
  }
  return voices;
}

function joinOrCut(voice: Stroke[], stroke: Stroke): void {
  const last = voice[voice.length - 1];
  if (last.start === stroke.start) {
    last.notes.push(...stroke.notes);
    return;
  }
  last.end = Math.min(last.end, stroke.start);
  voice.push(stroke);
}

function writeVoice(
  strokes: readonly Stroke[],
  { start: barStart, shape }: { start: number; shape: BarShape },
): WrittenNote[] {
  const barEnd = barStart + shape.bar;
  const written: WrittenNote[] = [];
  let now = 0;
  for (const stroke of strokes.filter(({ start, end }) => start < barEnd && end > barStart)) {
    const from = Math.max(stroke.start, barStart) - barStart;
    const to = Math.min(stroke.end, barEnd) - barStart;
    written.push(...splitSpan(now, from, shape).map((piece) => rest(piece)));
    const pieces = splitSpan(from, to, shape);
    written.push(
      ...pieces.map((piece, i) => ({
        ...piece,
        notes: stroke.notes,
        tiedFrom: i > 0 || stroke.start < barStart,
        tiedTo: i < pieces.length - 1 || stroke.end > barEnd,
      })),
    );
    now = to;
  }
  return [...written, ...splitSpan(now, shape.bar, shape).map((piece) => rest(piece))];
}

type Piece = Pick<WrittenNote, 'start' | 'duration' | 'type' | 'dots' | 'isTriplet'>;

function rest(piece: Piece): WrittenNote {
  return { ...piece, notes: [], tiedFrom: false, tiedTo: false };
}

/** [from, to) as values that can be written: what doesn't begin on a beat ends with it at the latest. */
function splitSpan(from: number, to: number, { beat }: BarShape): Piece[] {
  const pieces: Piece[] = [];
  for (let at = from; at < to;) {
    const room = at % beat === 0 ? to - at : Math.min(to, at - (at % beat) + beat) - at;
    const value = VALUES.find(
      ({ duration, isTriplet }) =>
        duration <= room && (!isTriplet || at % 4 === 0) && leavesWritable(room - duration),
    );
    // Every grid that we round to is made of these values.
    if (!value) throw new Error(`nothing is written for ${room} divisions`);
    pieces.push({ start: at, ...value });
    at += value.duration;
  }
  return pieces;
}

/** Whether what is left over can be written too. */
function leavesWritable(rest: number): boolean {
  return rest === 0 || rest >= 3;
}
