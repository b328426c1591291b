import { describe, expect, it } from 'vitest';
import { DO_NOTHING } from '../../scripts/eval/separation/methods.js';
import { replaceMarked } from '../../scripts/eval/separation/markdown.js';
import type { SongScores, StemScores } from '../../scripts/eval/separation/scores.js';
import { separationTables } from '../../scripts/eval/separation/tables.js';

describe('the tables of separation', () => {
  const score = (db: number) => ({ sdrDb: db, siSdrDb: db });
  const both = (vocals: number, band: number): StemScores => ({
    vocals: score(vocals),
    accompaniment: score(band),
  });
  const songs: SongScores[] = [
    {
      ...{ id: 'a', title: 'a, 0 s', isUnseen: true },
      scores: {
        [DO_NOTHING.name]: both(-2, 2),
        net: both(6, 7),
        dsp: both(5, 8),
        other: both(1, 1),
      },
    },
    {
      ...{ id: 'b', title: 'b, 0 s', isUnseen: true },
      scores: { [DO_NOTHING.name]: both(-4, 4), net: both(6, 9), dsp: both(2, 5) },
    },
  ];
  const tables = separationTables(songs, ['net', 'dsp']);

  it('give improvements over the mix itself, and their range', () => {
    expect(tables).toContain('2 songs by artists in no training set');
    expect(tables).toContain(
      '| **net** | 9.0 (8.0 … 10.0) | 6.0 | 6.0 | 5.0 | 8.0 (7.0 … 9.0) | 8.0 (7.0 … 9.0) |',
    );
  });

  it('have no mean of what is missing for a song', () => {
    expect(tables).not.toMatch(/^\| other \|/m);
    expect(tables).toMatch(/\| \*mean of 2 songs .* \| – \|/);
  });

  it('say of each song how much every other engine is above dsp', () => {
    expect(tables).toContain('| net over dsp |');
    expect(tables).toMatch(/\| a, 0 s \|.* 1\.0 \/ −1\.0 \|\n/);
    expect(tables).toMatch(/\| b, 0 s \|.* 4\.0 \/ 4\.0 \|\n/);
  });
});

describe('a marked part of a document', () => {
  const text = 'before\n<!-- table -->\n\nold\n\n<!-- /table -->\nafter\n';

  it('is replaced, and nothing else', () => {
    const replaced = replaceMarked(text, 'table', 'new');
    expect(replaced).toBe(text.replace('old', 'new'));
    expect(replaceMarked(replaced, 'table', 'new')).toBe(replaced);
  });

  it('must be there', () => {
    expect(() => replaceMarked(text, 'other', 'new')).toThrow('<!-- other -->');
  });
});
