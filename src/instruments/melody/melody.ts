import type { HeardHum } from '../listening/hear-hum.js';
import type { SungNote } from '../listening/segment-notes.js';
import { midiOfHz } from '../pitch-numbers.js';
import type { MelodyLine } from './line.js';

/** What was sung, ready to be played: every frame of it, and the notes that it is made of. */
export interface Melody {
  line: MelodyLine;
  notes: readonly SungNote[];
}

/** The level that counts as a forte: one frame in twenty is louder. */
const FORTE_RANK = 0.95;
/** Softer than this against a forte is breath, not a note. */
const SOFTEST_DB = -48;
/** Pauses within a note that are played through: closed lips, a roll of the tongue. */
const LONGEST_BRIDGE_FRAMES = 6;

/** Notes this near have one pitch … */
const SAME_PITCH = 0.7;
/** … and are set apart by a dip of so many dB, frame by frame up to the beginning of the second. */
const ARTICULATION_DB = [4, 10, 12, 5];

/** What has a pitch for so long is sung, even where it makes no note. */
const SHORTEST_RUN_FRAMES = 4;

/** The melody of a hum. What has a pitch for a moment only (creaks, the room) is left out. */
export function melodyOf({ f0Hz, levelDb }: HeardHum, notes: readonly SungNote[]): Melody {
  const pitch = new Float32Array(f0Hz.length);
  for (const note of notes) fillNote(pitch, f0Hz, note);
  for (const run of voicedRuns(f0Hz)) {
    const isOfNote = notes.some(({ from, to }) => from < run.to && run.from < to);
    if (isOfNote || run.to - run.from >= SHORTEST_RUN_FRAMES) fillNote(pitch, f0Hz, run);
  }
  const forteDb = forteOf(levelDb, pitch);
  const levels = levelDb.map((level) => level - forteDb);
  articulate(levels, notes);
  return {
    line: {
      pitch: pitch.map((value, t) => (levels[t] < SOFTEST_DB ? 0 : value)),
      levelDb: levels,
    },
    notes,
  };
}

/** Writes what was sung in frames [from, to), with the pitch of its first frame from its beginning on, and
 *  short gaps bridged. */
function fillNote(
  pitch: Float32Array,
  f0Hz: Float32Array,
  { from, to }: Pick<SungNote, 'from' | 'to'>,
): void {
  let known = -1;
  for (let t = from; t < to; t++) {
    if (f0Hz[t] <= 0) continue;
    const isNear = known < 0 || t - known - 1 <= LONGEST_BRIDGE_FRAMES;
    const start = known < 0 ? Math.max(from, t - LONGEST_BRIDGE_FRAMES) : known + 1;
    if (isNear) for (let gap = start; gap < t; gap++) pitch[gap] = midiOfHz(f0Hz[t]);
    pitch[t] = midiOfHz(f0Hz[t]);
    known = t;
  }
}

/** Sets notes apart that follow each other at one pitch: a singer's consonant does it, and an instrument must
 *  do it by its tongue or its bow. */
function articulate(levels: Float32Array, notes: readonly SungNote[]): void {
  notes.slice(1).forEach(({ from, pitch }, n) => {
    const before = notes[n];
    const isApart = from - before.to > LONGEST_BRIDGE_FRAMES;
    if (isApart || Math.abs(pitch - before.pitch) > SAME_PITCH) return;
    ARTICULATION_DB.forEach((db, i) => {
      const at = from - ARTICULATION_DB.length + 1 + i;
      if (at >= 0) levels[at] -= db;
    });
  });
}

function* voicedRuns(f0Hz: Float32Array): Generator<{ from: number; to: number }> {
  let from = -1;
  for (let t = 0; t <= f0Hz.length; t++) {
    const isVoiced = t < f0Hz.length && f0Hz[t] > 0;
    if (isVoiced && from < 0) from = t;
    if (isVoiced || from < 0) continue;
    yield { from, to: t };
    from = -1;
  }
}

function forteOf(levelDb: Float32Array, pitch: Float32Array): number {
  const sung = levelDb.filter((_, t) => pitch[t] > 0).sort();
  return sung.length > 0 ? sung[Math.floor(FORTE_RANK * (sung.length - 1))] : 0;
}
