import { expect, it } from 'vitest';
import { parseLyrics } from '../../../src/songs/lyrics/parse-lyrics.js';
import { doRhyme } from '../../../src/songs/lyrics/rhyme.js';
import { stressesOf } from '../../../src/songs/lyrics/fit-lyrics.js';
import { writeLyrics } from '../../../src/songs/lyrics/write-lyrics.js';

const sections = [
  ...['verse', 'chorus', 'verse', 'chorus'].map((kind) => ({ kind, lines: 4 })),
  ...[
    { kind: 'bridge', lines: 2 },
    { kind: 'chorus', lines: 4 },
  ],
];
const TOPICS = ['the last train home', 'losing you', 'summer rain', undefined, 'winter', 'love'];

const songs = TOPICS.map((topic, seed) => parseLyrics(writeLyrics({ topic, sections, seed })));

it('has the sections and lines that were asked for, the chorus always the same', () => {
  for (const song of songs) {
    expect(song.sections.map(({ kind, lines }) => [kind, lines.length])).toEqual(
      sections.map(({ kind, lines }) => [kind, lines]),
    );
    const choruses = song.sections.filter(({ kind }) => kind === 'chorus');
    expect(new Set(choruses.map(({ lines }) => lines.map(({ text }) => text).join())).size).toBe(1);
  }
});

it('verses rhyme, in couplets or crosswise, in lines of singable length', () => {
  for (const { sections: sung } of songs) {
    for (const { lines } of sung.filter(({ kind }) => kind === 'verse')) {
      const [a, b, c, d] = lines.map(({ text }) => text);
      expect((doRhyme(a, b) && doRhyme(c, d)) || (doRhyme(a, c) && doRhyme(b, d))).toBe(true);
      for (const { words } of lines) {
        expect(stressesOf(words).length).toBeGreaterThan(4);
        expect(stressesOf(words).length).toBeLessThan(15);
      }
    }
  }
});

it('the chorus is about the topic', () => {
  const chorus = songs[0].sections[1].lines.map(({ text }) => text);
  expect(chorus.filter((line) => line.includes('the last train home')).length).toBeGreaterThan(1);
});

it('a seed gives its song, and another seed another', () => {
  const write = (seed: number) => writeLyrics({ topic: 'the sea', sections, seed });
  expect(write(1)).toBe(write(1));
  expect(write(1)).not.toBe(write(2));
});

it('a topic that cannot be sung or is indecent is left out', () => {
  for (const topic of ['愛 💔', 'killing them all', 'x'.repeat(5000), 'a $1 {} \\ ${y} $& $1']) {
    const text = writeLyrics({ topic, sections, seed: 1 });
    expect(text).not.toMatch(/kill|愛|xxxx/);
    expect(parseLyrics(text).sections).toHaveLength(sections.length);
  }
});
