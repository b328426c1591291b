import { InputError } from '../errors.js';
import type { Score } from './score.js';

export type Key = Score['key'];
export type Mode = Key['mode'];

const SHARP_NAMES = ['C', 'C#', 'D', 'D#', 'E', 'F', 'F#', 'G', 'G#', 'A', 'A#', 'B'];
const FLAT_NAMES = ['C', 'Db', 'D', 'Eb', 'E', 'F', 'Gb', 'G', 'Ab', 'A', 'Bb', 'B'];
const NATURALS: Readonly<Record<string, number>> = { C: 0, D: 2, E: 4, F: 5, G: 7, A: 9, B: 11 };

/** Semitones of each mode's steps above its tonic. */
export const MODE_STEPS: Readonly<Record<Mode, readonly number[]>> = {
  major: [0, 2, 4, 5, 7, 9, 11],
  minor: [0, 2, 3, 5, 7, 8, 10],
  dorian: [0, 2, 3, 5, 7, 9, 10],
  phrygian: [0, 1, 3, 5, 7, 8, 10],
  lydian: [0, 2, 4, 6, 7, 9, 11],
  mixolydian: [0, 2, 4, 5, 7, 9, 10],
};

/** Semitones from a mode's tonic up to the major key with the same signature. */
const TO_RELATIVE_MAJOR: Readonly<Record<Mode, number>> = {
  ...{ major: 0, minor: 3, dorian: 10, phrygian: 8, lydian: 7, mixolydian: 5 },
};

/** Reads a key: `A minor`, `F#m`, `Bb`, `d dorian`.
 *  @throws InputError `bad-key` */
export function parseKey(text: string): Key {
  const match = /^([A-Ga-g])\s*([#b♯♭]|-?\s*sharp|-?\s*flat)?\s*[-_]?\s*([a-z]*)$/i.exec(
    text.trim(),
  );
  const mode = match && modeOf(match[3]);
  if (!match || !mode) {
    throw new InputError('bad-key', `'${text.slice(0, 40)}' is no key`, {
      hint: 'Write a key such as C, A minor, F#m, Bb major or D dorian.',
    });
  }
  const sign = /sharp|[#♯]/i.test(match[2] ?? '') ? '#' : match[2] ? 'b' : '';
  return { tonic: parsePitchClass(match[1] + sign), mode };
}

function modeOf(text: string): Mode | undefined {
  if (text === 'm') return 'minor';
  const word = text.toLowerCase();
  if (word === '' || /^(maj|major|dur)$/.test(word) || text === 'M') return 'major';
  if (/^(min|minor|moll|aeolian)$/.test(word)) return 'minor';
  return Object.keys(MODE_STEPS).find((mode): mode is Mode => mode === word);
}

/** 0 … 11 of `C#`, `eb`, `B♭`. */
export function parsePitchClass(name: string): number {
  const shift = /[#♯]/.test(name[1] ?? '') ? 1 : /[b♭]/.test(name[1] ?? '') ? -1 : 0;
  return (NATURALS[name[0].toUpperCase()] + shift + 12) % 12;
}

/** `C#`, or `Db` where flats are used. */
export function pitchClassName(pitchClass: number, useFlats: boolean): string {
  return (useFlats ? FLAT_NAMES : SHARP_NAMES)[((pitchClass % 12) + 12) % 12];
}

/** `A minor`. */
export function keyName(key: Key): string {
  return `${pitchClassName(key.tonic, usesFlats(key))} ${key.mode}`;
}

/** Sharps (positive) or flats (negative) of a key's signature, −5 … 6. */
export function keyFifths({ tonic, mode }: Key): number {
  const major = (tonic + TO_RELATIVE_MAJOR[mode]) % 12;
  const fifths = (major * 7) % 12;
  return fifths > 6 ? fifths - 12 : fifths;
}

/** Whether black keys are written as flats in a key. */
export function usesFlats(key: Key): boolean {
  return keyFifths(key) < 0;
}

/** The pitch classes of a key, the tonic first. */
export function scaleOf({ tonic, mode }: Key): number[] {
  return MODE_STEPS[mode].map((step) => (tonic + step) % 12);
}

/** A note as staves write it. `octave` is 4 from middle C up. */
export interface SpelledPitch {
  step: string;
  alter: -1 | 0 | 1;
  octave: number;
}

/** @param midi a whole MIDI number */
export function spellPitch(midi: number, useFlats: boolean): SpelledPitch {
  const name = pitchClassName(midi, useFlats);
  const alter = name.endsWith('#') ? 1 : name.length > 1 ? -1 : 0;
  return { step: name[0], alter, octave: Math.floor(midi / 12) - 1 };
}
