import { describe, expect, it } from 'vitest';
import {
  instrumentNamed,
  instruments,
  instrumentsIn,
  requireInstrument,
} from '../../src/instruments/catalogue.js';
import { guitarVoicing, strum } from '../../src/instruments/strum.js';

describe('the catalogue', () => {
  it('has every instrument once, with a range', () => {
    const ids = instruments.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { range } of instruments) expect(range.highest).toBeGreaterThan(range.lowest);
  });

  it('knows instruments by other words', () => {
    expect(instrumentNamed('Rhodes')?.id).toBe('electric-piano');
    expect(instrumentNamed('upright_bass')?.id).toBe('upright-bass');
    expect(instrumentNamed('Alto Saxophone')?.id).toBe('alto-sax');
    expect(instrumentNamed('french-horn')?.id).toBe('horn');
    expect(instrumentNamed('vuvuzela')).toBeUndefined();
    expect(() => requireInstrument('vuvuzela')).toThrow("there is no instrument 'vuvuzela'");
  });

  it('finds instruments in a text, the longest name first', () => {
    const text = 'a slow waltz for nylon guitar, two violins and an electric piano over 808 drums';
    expect(instrumentsIn(text).map(({ id }) => id)).toEqual([
      ...['nylon-guitar', 'violin', 'electric-piano', '808-kit'],
    ]);
  });
});

describe('a chord on the guitar', () => {
  it('is gripped as people grip it', () => {
    expect(guitarVoicing([4, 8, 11])).toEqual([40, 47, 52, 56, 59, 64]); // E
    expect(guitarVoicing([0, 4, 7])).toEqual([48, 52, 55, 60, 64]); // C
    expect(guitarVoicing([9, 0, 4])).toEqual([45, 52, 57, 60, 64]); // Am
    expect(guitarVoicing([7, 11, 2])).toEqual([43, 47, 50, 55, 59, 67]); // G
  });

  it('holds all its tones but the fifth, the bass below', () => {
    for (let root = 0; root < 12; root++) {
      for (const intervals of [
        [0, 4, 7],
        [0, 3, 7],
        [0, 4, 7, 10],
        [0, 3, 6, 10],
        [0, 5, 7],
      ]) {
        const tones = intervals.map((interval) => (root + interval) % 12);
        const voicing = guitarVoicing(tones);
        expect(voicing[0] % 12).toBe(root);
        expect(voicing).toEqual([...voicing].sort((a, b) => a - b));
        const heard = voicing.map((pitch) => pitch % 12);
        const needed = tones.filter((_, t) => t !== 2);
        expect(heard).toEqual(expect.arrayContaining(needed));
        expect(Math.max(...voicing)).toBeLessThan(80);
      }
    }
  });

  it('is strummed string by string, never longer than half of it', () => {
    const chord = { startSeconds: 1, endSeconds: 2, velocity: 0.8 };
    const down = strum([40, 47, 52], chord);
    expect(down.map(({ pitch }) => pitch)).toEqual([40, 47, 52]);
    expect(down[2].startSeconds).toBeGreaterThan(down[1].startSeconds);
    expect(strum([40, 47, 52], chord, { direction: 'up' })[0].pitch).toBe(52);
    const short = strum([40, 47, 52, 56, 59, 64], { ...chord, endSeconds: 1.04 });
    expect(short[5].startSeconds).toBeLessThanOrEqual(1.02 + 1e-9);
  });
});
