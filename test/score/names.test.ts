import { describe, expect, it } from 'vitest';
import {
  CHORD_INTERVALS,
  chordSymbol,
  chordTones,
  parseChord,
} from '../../src/score/chord-symbol.js';
import {
  keyFifths,
  keyName,
  MODE_STEPS,
  parseKey,
  type Mode,
} from '../../src/score/pitch-names.js';

describe('chord symbols', () => {
  it('are read as they are written, for every root, quality and bass', () => {
    for (const quality of Object.keys(CHORD_INTERVALS)) {
      for (let root = 0; root < 12; root++) {
        for (const bass of [undefined, (root + 4) % 12]) {
          const chord = { root, quality, ...(bass !== undefined && { bass }) };
          expect(parseChord(chordSymbol(chord, root % 2 === 0))).toEqual(chord);
        }
      }
    }
  });

  it('are known in their other spellings', () => {
    expect(parseChord('BbM7')).toEqual({ root: 10, quality: 'maj7' });
    expect(parseChord('F#-7')).toEqual({ root: 6, quality: 'm7' });
    expect(parseChord('Bø')).toEqual({ root: 11, quality: 'm7b5' });
    expect(chordTones(parseChord('G7'))).toEqual([7, 11, 2, 5]);
  });

  it('that are none are refused with an example', () => {
    for (const text of ['', 'H', 'Cfoo', 'C/', '__proto__', 'Cconstructor', '💥']) {
      expect(() => parseChord(text), text).toThrow(expect.objectContaining({ code: 'bad-chord' }));
    }
  });
});

describe('keys', () => {
  it('are read as they are written', () => {
    for (const mode of Object.keys(MODE_STEPS) as Mode[]) {
      for (let tonic = 0; tonic < 12; tonic++) {
        expect(parseKey(keyName({ tonic, mode }))).toEqual({ tonic, mode });
      }
    }
  });

  it('are known as musicians write them', () => {
    expect(parseKey('F#m')).toEqual({ tonic: 6, mode: 'minor' });
    expect(parseKey('e flat major')).toEqual({ tonic: 3, mode: 'major' });
    expect(parseKey('Bb')).toEqual({ tonic: 10, mode: 'major' });
    expect(parseKey('c-moll')).toEqual({ tonic: 0, mode: 'minor' });
  });

  it('have the signature of their relative major', () => {
    expect(keyFifths(parseKey('A minor'))).toBe(0);
    expect(keyFifths(parseKey('D dorian'))).toBe(0);
    expect(keyFifths(parseKey('Eb'))).toBe(-3);
    expect(keyFifths(parseKey('F# minor'))).toBe(3);
  });

  it('that are none are refused', () => {
    for (const text of ['', 'H', 'A foo', 'minor', 'constructor']) {
      expect(() => parseKey(text), text).toThrow(expect.objectContaining({ code: 'bad-key' }));
    }
  });
});
