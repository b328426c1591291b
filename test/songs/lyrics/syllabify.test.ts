import { describe, expect, it } from 'vitest';
import { isVowel } from '../../../src/songs/lyrics/phone-alphabet.js';
import { soundOut } from '../../../src/songs/lyrics/letter-to-sound.js';
import { readWords } from '../../../src/songs/lyrics/read-words.js';
import { syllabify } from '../../../src/songs/lyrics/syllabify.js';

const COUNTS: Readonly<Record<string, number>> = {
  ...{ love: 1, through: 1, strengths: 1, water: 2, rhythm: 2, something: 2, beautiful: 3 },
  ...{ "don't": 1, "leavin'": 2, yesterday: 3, imagination: 5, hmm: 1, "moonlight's": 2 },
};

describe('syllabify', () => {
  it('known words have the syllables that people sing', () => {
    for (const [word, count] of Object.entries(COUNTS)) {
      expect([word, syllabify(word)[0].syllables.length]).toEqual([word, count]);
    }
  });

  it('every syllable has one vowel, and their texts in a row are the word', () => {
    for (const { text, syllables } of syllabify(ODD)) {
      expect(syllables.map((syllable) => syllable.text).join('')).toBe(text);
      for (const { phones } of syllables) expect(phones.filter(isVowel)).toHaveLength(1);
      expect(syllables.map(({ isContinued }) => isContinued).indexOf(false)).toBe(
        syllables.length - 1,
      );
    }
  });

  it('stress lies where English has it, and not on small words', () => {
    expect(syllabify('the forgotten melody').map(({ stresses }) => stresses)).toEqual([
      [0],
      [0, 1, 0],
      [1, 0, 0],
    ]);
  });

  it('consonants go to the syllable that they can begin', () => {
    const phones = (word: string) =>
      syllabify(word)[0].syllables.map((syllable) => syllable.phones.join(' '));
    expect(phones('extra')).toEqual(['EH1 K', 'S T R AH0']);
    expect(phones('singer')).toEqual(['S IH1 NG', 'ER0']);
  });

  it('numbers and signs are spelled out', () => {
    const spoken = (line: string) => readWords(line).words.map((word) => word.spoken);
    expect(spoken('In 1984, & $5.50 – 21st, 24/7')).toEqual(
      'in nineteen eighty four and five point five zero dollars twenty first twenty four seven'.split(
        ' ',
      ),
    );
    expect(spoken('1,000,001 90s 007')).toEqual(
      'one million one nineties zero zero seven'.split(' '),
    );
  });

  it('what cannot be sung is told', () => {
    expect(readWords('любовь is 愛 💔 at https://a.b/c').ignored).toEqual([
      'любовь',
      '愛',
      '💔',
      'https://a.b/c',
    ]);
  });

  it('accents are dropped, and the text keeps them', () => {
    expect(syllabify('“café,”').map((word) => word.text)).toEqual(['café,']);
    expect(syllabify('café')[0].syllables).toHaveLength(2);
  });
});

describe('letters to sounds', () => {
  it('says made-up words as one would', () => {
    expect(soundOut('blick').join(' ')).toBe('B L IH1 K');
    expect(soundOut('snarp').join(' ')).toBe('S N AA1 R P');
    expect(soundOut('tremble').filter(isVowel)).toHaveLength(2);
  });

  it('whatever it is given, it says something with one main stress', () => {
    for (const word of ['zzzz', 'q', 'xkcdxkcd', 'aaaaaaaa', 'strdnt', 'a'.repeat(40)]) {
      const phones = soundOut(word);
      expect(phones.filter((phone) => phone.endsWith('1'))).toHaveLength(1);
    }
  });
});

const ODD =
  "Zyxgorble o'clock 3D ’tis rock'n'roll naïve 1999 xkcd mmm fire TV self-made 5% can't ''' ";
