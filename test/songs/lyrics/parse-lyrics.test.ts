import { expect, it } from 'vitest';
import type { Note } from '../../../src/score/score.js';
import { fitLyrics, syllablesOf } from '../../../src/songs/lyrics/fit-lyrics.js';
import { parseLyrics } from '../../../src/songs/lyrics/parse-lyrics.js';
import { syllabify } from '../../../src/songs/lyrics/syllabify.js';
import { seededRandom } from '../../../src/dsp/random.js';

const shape = (text: string) =>
  parseLyrics(text).sections.map(({ kind, lines }) => [kind, lines.map((line) => line.text)]);

it('tags name the sections, and one without lines calls for its words again', () => {
  expect(
    shape('[Verse 1]\nOne\n\n[Chorus x2]\nLa la\n[BRIDGE]\nTwo\n(chorus)\nVerse 2:\nThree\n[Solo]'),
  ).toEqual([
    ['verse', ['One']],
    ['chorus', ['La la']],
    ['chorus', ['La la']],
    ['bridge', ['Two']],
    ['chorus', ['La la']],
    ['verse', ['Three']],
    ['solo', []],
  ]);
});

it('without tags, the stanza that returns is the chorus', () => {
  expect(shape('a\nb\n\nhey\n\nc\n\nHey').map(([kind]) => kind)).toEqual([
    'verse',
    'chorus',
    'verse',
    'chorus',
  ]);
});

it('no text breaks it', () => {
  const random = seededRandom(1);
  const alphabet = [...'[](): \n\tax19é愛💔\u0000\u2028\ud800{}x-–\'"&$.,/@'];
  for (let i = 0; i < 300; i++) {
    const text = Array.from({ length: 60 }, () => alphabet[Math.floor(random() * alphabet.length)]);
    for (const { lines } of parseLyrics(text.join('')).sections) {
      for (const { words } of lines) expect(words.length).toBeGreaterThan(0);
    }
  }
  expect(parseLyrics('').sections).toEqual([]);
});

it('ten thousand words take no more than seconds', () => {
  const words = Array.from({ length: 10_000 }, (_, i) => `w${i.toString(36)}`);
  const start = performance.now();
  expect(parseLyrics(words.join(' ')).sections[0].lines[0].words.length).toBeGreaterThan(9000);
  expect(performance.now() - start).toBeLessThan(10_000);
});

const notes = (beats: readonly number[]): Note[] =>
  beats.map((durationBeats, i) => ({
    startBeat: beats.slice(0, i).reduce((sum, beat) => sum + beat, 0),
    durationBeats,
    pitch: 60 + i,
    velocity: 0.6,
  }));

it('stressed syllables find strong beats, where there are more notes than syllables', () => {
  const fitted = fitLyrics(notes([0.5, 0.5, 1, 1, 1]), syllabify('the water'), { beatsPerBar: 4 });
  const sung = fitted.map(({ startBeat, syllable }) => [startBeat, syllable?.text]);
  expect(sung[0]).toEqual([0, 'The'.toLowerCase()]);
  expect([1, 2, 3]).toContain(sung.find(([, text]) => text === 'wa')?.[0]);
});

it('all syllables are sung in their order, however few the notes are, in the same time', () => {
  const words = syllabify('somewhere over the mountains in the morning');
  const tune = notes([2, 1, 1]);
  const fitted = fitLyrics(tune, words, { beatsPerBar: 4 });
  expect(fitted.map(({ syllable }) => syllable).filter((s) => s?.phones.length)).toEqual(
    syllablesOf(words),
  );
  expect(fitted.reduce((sum, note) => sum + note.durationBeats, 0)).toBeCloseTo(4);
});
