import type { PlayedNote } from '../../score/played-note.js';
import { parseKey, scaleOf, type Key } from '../../score/pitch-names.js';
import type { Instrument } from '../instrument.js';
import type { Heard } from '../listening/listener.js';
import { correctMelody, type CorrectedNote } from './correct-melody.js';
import { estimateKey, pitchClassWeights } from './estimate-key.js';
import type { MelodyLine } from './line.js';
import type { Melody } from './melody.js';
import { moveMelody, octavesIntoRange } from './move-melody.js';
import { changeNotes, correctNotes, octavesOfNotes } from './note-changes.js';
import { playedNotesOf } from './played-notes.js';
import { snapPitch } from './snap-pitch.js';
import { snapTime } from './snap-time.js';

const CHROMATIC = 'chromatic';

/** What is done to what was heard before it is played. */
export interface PerformanceSettings {
  /** Semitones, or `auto`: by whole octaves into the instrument's range. */
  transpose: number | 'auto';
  /** `auto`: the key that fits best; `chromatic`: it too, but notes are drawn to all semitones. */
  key: string;
  /** 0 … 1, towards the nearest note of the key. */
  snap: number;
  bpm: number;
  /** 0 … 1, towards the nearest line of the grid. */
  grid: number;
  gridPerBeat: number;
  /** All notes as a user wants them, where sung; null for those that were heard. */
  notes: readonly CorrectedNote[] | null;
}

/** What is to be played. */
export interface Performance {
  notes: PlayedNote[];
  /** Every moment of it, where one voice was heard. */
  line?: MelodyLine;
  /** By how many semitones it was moved. */
  semitones: number;
  key: Key;
}

/** Makes what was heard ready for an instrument of `range`: corrected, moved, and drawn to key and grid.
 *  @throws InputError `bad-key` */
export function preparePerformance(
  heard: Heard,
  settings: PerformanceSettings,
  range: Instrument['range'],
): Performance {
  if (heard.kind === 'melody') return prepareMelody(heard.melody, settings, range);
  return prepareNotes(heard, settings, range);
}

function prepareMelody(
  heard: Melody,
  settings: PerformanceSettings,
  range: Instrument['range'],
): Performance {
  const sung = settings.notes ? correctMelody(heard, settings.notes) : heard;
  const semitones =
    settings.transpose === 'auto' ? 12 * octavesIntoRange(sung, range) : settings.transpose;
  const moved = moveMelody(sung, semitones);
  const key = keyOf(
    settings.key,
    moved.notes.map(({ from, to, pitch }) => ({ pitch, length: to - from })),
  );
  const tuned = snapPitch(moved, { scale: scaleFor(settings, key), amount: settings.snap });
  const timed = snapTime(tuned, {
    bpm: settings.bpm,
    perBeat: settings.gridPerBeat,
    amount: settings.grid,
  });
  return { notes: playedNotesOf(timed), line: timed.line, semitones, key };
}

function prepareNotes(
  { kind, notes: heard }: Exclude<Heard, { kind: 'melody' }>,
  settings: PerformanceSettings,
  range: Instrument['range'],
): Performance {
  const sung = settings.notes ? correctNotes(heard, settings.notes) : heard;
  const isDrums = kind === 'drums';
  const octaves = () => 12 * octavesOfNotes(sung, range);
  const asked = settings.transpose === 'auto' ? octaves() : settings.transpose;
  const semitones = isDrums ? 0 : asked;
  const weighed = sung.map(({ startSeconds, endSeconds, pitch }) => ({
    pitch: pitch + semitones,
    length: endSeconds - startSeconds,
  }));
  const key = isDrums ? keyOf(settings.key, []) : keyOf(settings.key, weighed);
  const notes = changeNotes(sung, {
    semitones,
    snap: isDrums ? 0 : settings.snap,
    scale: scaleFor(settings, key),
    gridSeconds: 60 / settings.bpm / settings.gridPerBeat,
    grid: settings.grid,
  });
  return { notes, semitones, key };
}

function keyOf(asked: string, notes: readonly { pitch: number; length: number }[]): Key {
  const isOpen = asked === 'auto' || asked === CHROMATIC;
  return isOpen ? estimateKey(pitchClassWeights(notes)) : parseKey(asked);
}

function scaleFor({ key: asked }: PerformanceSettings, key: Key): number[] {
  return asked === CHROMATIC ? Array.from({ length: 12 }, (_, step) => step) : scaleOf(key);
}
