import { InputError } from '../errors.js';
import type { Chord } from './score.js';
import { parsePitchClass, pitchClassName } from './pitch-names.js';

/** A chord without its place in time. */
export type ChordName = Pick<Chord, 'root' | 'quality' | 'bass'>;

/** Semitones above the root, by quality, as chord symbols write it after the root. */
export const CHORD_INTERVALS: Readonly<Record<string, readonly number[]>> = {
  '': [0, 4, 7],
  m: [0, 3, 7],
  5: [0, 7],
  dim: [0, 3, 6],
  aug: [0, 4, 8],
  sus2: [0, 2, 7],
  sus4: [0, 5, 7],
  6: [0, 4, 7, 9],
  m6: [0, 3, 7, 9],
  7: [0, 4, 7, 10],
  maj7: [0, 4, 7, 11],
  m7: [0, 3, 7, 10],
  mmaj7: [0, 3, 7, 11],
  dim7: [0, 3, 6, 9],
  m7b5: [0, 3, 6, 10],
  aug7: [0, 4, 8, 10],
  '7sus4': [0, 5, 7, 10],
  add9: [0, 4, 7, 14],
  madd9: [0, 3, 7, 14],
  '69': [0, 4, 7, 9, 14],
  9: [0, 4, 7, 10, 14],
  maj9: [0, 4, 7, 11, 14],
  m9: [0, 3, 7, 10, 14],
  '7b9': [0, 4, 7, 10, 13],
  '7#9': [0, 4, 7, 10, 15],
  11: [0, 4, 7, 10, 14, 17],
  m11: [0, 3, 7, 10, 14, 17],
  13: [0, 4, 7, 10, 14, 21],
};

/** Other spellings of the same qualities. */
const ALIASES: Readonly<Record<string, string>> = {
  ...{ M: '', maj: '', major: '', min: 'm', minor: 'm', '-': 'm' },
  ...{ M7: 'maj7', Maj7: 'maj7', j7: 'maj7', Δ: 'maj7', Δ7: 'maj7', min7: 'm7', '-7': 'm7' },
  ...{ mM7: 'mmaj7', mMaj7: 'mmaj7', '°': 'dim', o: 'dim', '°7': 'dim7', o7: 'dim7' },
  ...{ ø: 'm7b5', ø7: 'm7b5', min7b5: 'm7b5', '-7b5': 'm7b5', '+': 'aug', '+7': 'aug7' },
  ...{
    sus: 'sus4',
    '7sus': '7sus4',
    M9: 'maj9',
    min9: 'm9',
    min6: 'm6',
    '6/9': '69',
    '6add9': '69',
  },
};

/** Reads a chord symbol: `Am7`, `F#m7b5`, `Bb/D`.
 *  @throws InputError `bad-chord` */
export function parseChord(symbol: string): ChordName {
  const match = /^([A-Ga-g][#b♯♭]?)(.*?)(?:\/([A-Ga-g][#b♯♭]?))?$/.exec(symbol.trim());
  const quality = match && qualityOf(match[2]);
  if (!match || quality === undefined || quality === null) {
    throw new InputError('bad-chord', `'${symbol.slice(0, 40)}' is no chord symbol that is known`, {
      hint: 'Write a chord such as C, Am7, F#m7b5, Gsus4, Bb/D.',
    });
  }
  const name = { root: parsePitchClass(match[1]), quality };
  return match[3] ? { ...name, bass: parsePitchClass(match[3]) } : name;
}

function qualityOf(text: string): string | undefined {
  const known = ALIASES[text] ?? text;
  return Object.hasOwn(CHORD_INTERVALS, known) ? known : undefined;
}

/** Writes a chord as its symbol.
 *  @param useFlats whether black keys are flats, as in the key of the piece */
export function chordSymbol({ root, quality, bass }: ChordName, useFlats: boolean): string {
  const below = bass === undefined || bass === root ? '' : `/${pitchClassName(bass, useFlats)}`;
  return `${pitchClassName(root, useFlats)}${quality}${below}`;
}

/** Pitch classes of a chord, the root first; of a quality that nobody knows, the fifth. */
export function chordTones({ root, quality }: ChordName): number[] {
  const intervals = CHORD_INTERVALS[quality] ?? CHORD_INTERVALS[5];
  return intervals.map((interval) => (root + interval) % 12);
}
