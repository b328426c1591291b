import type { PlayedNote } from '../../score/played-note.js';
import { parseKey, scaleOf, type Key } from '../../score/pitch-names.js';
import { fitToBeats, semitonesIntoKey } from '../backing/fit-to-backing.js';
import type { BackingMusic } from '../backing/hear-backing.js';
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
import { snapTime, type TimeSnap } from './snap-time.js';

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
  /** Music that the melody is to fit, in key and beat. */
  backing: BackingMusic | null;
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
  bpm: number;
  /** How many times as long as it was sung. */
  stretch: number;
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
  const { backing, transpose, snap } = settings;
  const sung = settings.notes ? correctMelody(heard, settings.notes) : heard;
  const fitted = backing ? fitToBeats(sung, backing) : { melody: sung, stretch: 1 };
  const inKey = moveMelody(fitted.melody, intoKey(weighed(sung.notes), settings));
  const octaves = transpose === 'auto' ? octavesIntoRange(inKey, range) : 0;
  const moved = moveMelody(inKey, 12 * octaves);
  const key = keyOf(settings, weighed(moved.notes));
  const tuned = snapPitch(moved, { scale: scaleFor(settings, key), amount: snap });
  const timed = snapTime(tuned, gridOf(settings));
  return {
    notes: playedNotesOf(timed),
    line: timed.line,
    semitones: intoKey(weighed(sung.notes), settings) + 12 * octaves,
    key,
    bpm: gridOf(settings).bpm,
    stretch: fitted.stretch,
  };
}

function prepareNotes(
  { kind, notes: heard }: Exclude<Heard, { kind: 'melody' }>,
  settings: PerformanceSettings,
  range: Instrument['range'],
): Performance {
  const isDrums = kind === 'drums';
  const sung = settings.notes ? correctNotes(heard, settings.notes) : heard;
  const weights = sung.map(({ startSeconds, endSeconds, pitch }) => ({
    pitch,
    length: endSeconds - startSeconds,
  }));
  const shift = isDrums ? 0 : intoKey(weights, settings);
  const isFree = settings.transpose === 'auto' && !isDrums;
  const semitones = shift + (isFree ? 12 * octavesOfNotes(sung, range) : 0);
  const key = keyOf(
    settings,
    isDrums ? [] : weights.map((note) => ({ ...note, pitch: note.pitch + semitones })),
  );
  const grid = gridOf(settings);
  const notes = changeNotes(sung, {
    semitones,
    snap: isDrums ? 0 : settings.snap,
    scale: scaleFor(settings, key),
    grid,
  });
  return { notes, semitones, key, bpm: grid.bpm, stretch: 1 };
}

interface Weighed {
  pitch: number;
  length: number;
}

function weighed(notes: Melody['notes']): Weighed[] {
  return notes.map(({ from, to, pitch }) => ({ pitch, length: to - from }));
}

/** As asked for; else what the key of the music asks for. */
function intoKey(notes: readonly Weighed[], { transpose, backing }: PerformanceSettings): number {
  if (transpose !== 'auto') return transpose;
  return backing ? semitonesIntoKey(notes, backing) : 0;
}

function gridOf({ bpm, grid, gridPerBeat, backing }: PerformanceSettings): TimeSnap {
  return {
    bpm: backing?.bpm ?? bpm,
    perBeat: gridPerBeat,
    firstBeatSeconds: backing?.firstBeatSeconds ?? 0,
    amount: grid,
  };
}

function keyOf({ key: asked, backing }: PerformanceSettings, notes: readonly Weighed[]): Key {
  if (asked !== 'auto' && asked !== CHROMATIC) return parseKey(asked);
  return backing?.key ?? estimateKey(pitchClassWeights(notes));
}

function scaleFor({ key: asked }: PerformanceSettings, key: Key): number[] {
  return asked === CHROMATIC ? Array.from({ length: 12 }, (_, step) => step) : scaleOf(key);
}
