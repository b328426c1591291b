import { expect, test } from 'vitest';
import { gainsOf, neutralStrip, silentDb } from '../../web/src/player/mixer.js';
import { canBeMixed } from '../../web/src/player/open-stems.js';

const strip = neutralStrip;
const soloed = { ...strip, soloed: true };
const muted = { ...strip, muted: true };

test('untouched strips are the song', () => {
  expect(gainsOf([strip, strip])).toEqual([1, 1]);
});

test('solo silences all others, mute silences in any case', () => {
  expect(gainsOf([soloed, strip, strip])).toEqual([1, 0, 0]);
  expect(gainsOf([soloed, soloed, strip])).toEqual([1, 1, 0]);
  expect(gainsOf([muted, strip])).toEqual([0, 1]);
  expect(gainsOf([{ ...soloed, muted: true }, strip])).toEqual([0, 0]);
});

test('a volume is in decibels, silence at its lower end, and never above the song', () => {
  const at = (gainDb: number) => gainsOf([{ ...strip, gainDb }])[0];
  expect(at(-20)).toBeCloseTo(0.1, 12);
  expect(at(silentDb)).toBe(0);
  expect(at(6)).toBe(1);
});

test('WAV stems of any length are mixed, others as long as they fit into memory', () => {
  const stems = (extension: string, count: number) =>
    Array.from({ length: count }, (_, n) => ({ name: `${n}.${extension}`, url: '' }));
  const minutes = (n: number) => ({ durationSeconds: 60 * n, sampleRate: 44_100 });
  expect(canBeMixed(stems('wav', 4), minutes(120))).toBe(true);
  expect(canBeMixed(stems('mp3', 4), minutes(5))).toBe(true);
  expect(canBeMixed(stems('mp3', 4), minutes(30))).toBe(false);
  expect(canBeMixed(stems('mp3', 2), minutes(10))).toBe(true);
});
