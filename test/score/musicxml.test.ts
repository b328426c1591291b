import { describe, expect, it } from 'vitest';
import { writeLrc } from '../../src/score/write-lrc.js';
import { writeMusicXml } from '../../src/score/write-musicxml.js';
import { seededRandom } from '../../src/dsp/random.js';
import { tune } from './tune.js';

const xml = writeMusicXml(tune);
const METRES = [
  [4, 4],
  [3, 4],
  [6, 8],
  [7, 8],
  [5, 4],
  [12, 8],
] as const;

describe('MusicXML', () => {
  it('fills every bar of every voice exactly', () => {
    expect(barLengths(xml)).toEqual(Array(6).fill([48]));
  });

  it.each([
    ['of many notes', 120, 6, 1],
    ['of a few short notes', 12, 0.3, 60],
  ])('fills every bar %s that keep to no grid, in every metre', (_, count, longest, times) => {
    const random = seededRandom(3);
    for (const [beatsPerBar, beatUnit] of Array.from({ length: times }, () => METRES).flat()) {
      const notes = Array.from({ length: count }, () => ({
        startBeat: random() * 20,
        durationBeats: 0.05 + random() * longest,
        pitch: 40 + Math.floor(random() * 40),
        velocity: 0.5,
      })).sort((a, b) => a.startBeat - b.startBeat);
      const [part] = tune.parts;
      const wild = { ...tune, metre: { beatsPerBar, beatUnit }, parts: [{ ...part, notes }] };
      const length = (beatsPerBar * 48) / beatUnit;
      const lengths = barLengths(writeMusicXml(wild)).flat();
      expect(new Set(lengths)).toEqual(new Set([length]));
    }
  });

  it('opens and closes every element, and holds no raw text of the title', () => {
    const open: string[] = [];
    for (const [, slash, name, empty] of xml.matchAll(/<(\/?)([a-z][a-z0-9-]*)[^>]*?(\/?)>/g)) {
      if (empty) continue;
      if (!slash) open.push(name);
      else expect(open.pop()).toBe(name);
    }
    expect(open).toEqual([]);
    expect(xml).toContain('Tom &amp; &lt;Jerry&gt;');
  });

  it('ties over bar lines, and ends each tie that it begins', () => {
    const starts = xml.match(/<tie type="start"\/>/g)!.length;
    expect(starts).toBe(xml.match(/<tie type="stop"\/>/g)!.length);
    expect(starts).toBeGreaterThan(0);
  });

  it('begins and ends beams and triplets in pairs', () => {
    for (const level of [1, 2]) {
      const count = (kind: string) => xml.split(`<beam number="${level}">${kind}</beam>`).length;
      expect(count('begin')).toBe(count('end'));
    }
    expect(xml.match(/<tuplet type="start"\/>/g)).toHaveLength(1);
    expect(xml.match(/<tuplet type="stop"\/>/g)).toHaveLength(1);
  });

  it('writes chords, lyrics, key and drums', () => {
    expect(xml).toContain('<fifths>-3</fifths>');
    expect(xml.match(/<harmony>/g)).toHaveLength(3);
    expect(xml).toContain('<kind text="maj7">major-seventh</kind>');
    expect(xml).toContain('<bass><bass-step>C</bass-step></bass>');
    expect(xml).toContain('<lyric><syllabic>begin</syllabic><text>wa</text></lyric>');
    expect(xml).toContain('<lyric><syllabic>end</syllabic><text>ter</text></lyric>');
    expect(xml).toContain('<midi-unpitched>37</midi-unpitched>');
  });
});

describe('LRC', () => {
  it('times every line and every word', () => {
    expect(writeLrc(tune)!.split('\n').slice(2, 4)).toEqual([
      '[00:00.31]<00:00.31>water',
      '[00:02.19]<00:02.19>moon <00:03.33>light',
    ]);
  });

  it('is not there where nothing is sung', () => {
    expect(writeLrc({ ...tune, parts: tune.parts.slice(1) })).toBeUndefined();
  });
});

/** Durations of each bar's voices, in divisions. */
function barLengths(text: string): number[][] {
  return [...text.matchAll(/<measure[\s\S]*?<\/measure>/g)].map(([measure]) =>
    measure
      .split('<backup>')
      .map((voice) =>
        [...voice.matchAll(/<note>(.*?)<\/note>/g)]
          .filter(([, note]) => !note.includes('<chord/>'))
          .reduce((sum, [, note]) => sum + Number(/<duration>(\d+)/.exec(note)![1]), 0),
      ),
  );
}
