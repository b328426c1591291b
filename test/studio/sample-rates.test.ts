import { expect, it } from 'vitest';
import { outputRateFor, workRateFor } from '../../src/studio/sample-rates.js';

it('songs are worked on at 44.1 or 48 kHz, whichever the source divides', () => {
  expect([8000, 16000, 32000, 48000, 96000, 384000].map(workRateFor)).toEqual(
    Array.from({ length: 6 }, () => 48000),
  );
  expect([11025, 22050, 44100, 88200, 4000].map(workRateFor)).toEqual(
    Array.from({ length: 5 }, () => 44100),
  );
});

it('the output has the source’s rate where its format can hold it', () => {
  for (const rate of [32000, 44100, 48000]) {
    for (const format of ['wav', 'flac', 'mp3', 'm4a']) {
      expect(outputRateFor(rate, format)).toBe(rate);
    }
    expect(outputRateFor(rate, 'opus')).toBe(48000);
  }
  expect(outputRateFor(96000, 'wav')).toBe(96000);
  expect(outputRateFor(96000, 'mp3')).toBe(48000);
  expect(outputRateFor(384000, 'wav')).toBe(48000);
  expect(outputRateFor(8000, 'wav')).toBe(48000);
});
