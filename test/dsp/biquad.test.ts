import { describe, expect, it } from 'vitest';
import {
  Biquad,
  highPass,
  highShelf,
  lowPass,
  lowShelf,
  peaking,
  responseDb,
} from '../../src/dsp/biquad.js';
import { gainToDb } from '../../src/dsp/decibels.js';
import { kWeighting } from '../../src/dsp/k-weighting.js';
import { amplitudeAt, firstDifference, joined, noise, sine } from './signals.js';

const sampleRate = 48000;

describe('biquads', () => {
  it.each([
    ['lowPass', lowPass({ sampleRate, cutoffHz: 2000 })],
    ['highPass', highPass({ sampleRate, cutoffHz: 90, q: 1 })],
    ['peaking', peaking({ sampleRate, cutoffHz: 3000, q: 2, gainDb: 6 })],
    ['lowShelf', lowShelf({ sampleRate, cutoffHz: 200, gainDb: -5 })],
    ['highShelf', highShelf({ sampleRate, cutoffHz: 8000, gainDb: 4 })],
  ])('%s changes sines as its response says, up to 0.9 Nyquist', (_, coefficients) => {
    for (const hz of [60, 400, 2000, 8000, 21600]) {
      const samples = sine({ seconds: 1, db: 0, hz });
      new Biquad(coefficients).process(samples);
      const measured = gainToDb(amplitudeAt(samples, hz, { from: 24000 }));
      expect(measured).toBeCloseTo(Math.max(-150, responseDb(coefficients, hz, sampleRate)), 1);
    }
  });

  it('a pass filter is 3 dB down at its cutoff, a shelf is at half of its gain', () => {
    const at = { sampleRate, cutoffHz: 1000 };
    expect(responseDb(lowPass(at), 1000, sampleRate)).toBeCloseTo(-3.01, 2);
    expect(responseDb(highPass(at), 1000, sampleRate)).toBeCloseTo(-3.01, 2);
    expect(responseDb(lowShelf({ ...at, gainDb: 6 }), 1000, sampleRate)).toBeCloseTo(3, 6);
    expect(responseDb(highShelf({ ...at, gainDb: 6 }), 1000, sampleRate)).toBeCloseTo(3, 6);
    expect(responseDb(highShelf({ ...at, gainDb: 6 }), 24000, sampleRate)).toBeCloseTo(6, 6);
    expect(responseDb(peaking({ ...at, gainDb: -9 }), 1000, sampleRate)).toBeCloseTo(-9, 6);
  });

  it('a filter works the same in blocks of any size', () => {
    const whole = noise(1000, 1);
    const parts = [whole.slice(0, 1), whole.slice(1, 130), whole.slice(130)];
    const coefficients = lowPass({ sampleRate, cutoffHz: 500 });
    new Biquad(coefficients).process(whole);
    const filter = new Biquad(coefficients);
    for (const part of parts) filter.process(part);
    expect(firstDifference(joined(...parts), whole)).toBe(-1);
  });

  it('a cutoff beyond Nyquist keeps the filter stable', () => {
    const samples = noise(48000, 1);
    new Biquad(highShelf({ sampleRate: 8000, cutoffHz: 10000, gainDb: 6 })).process(samples);
    expect(samples.every((sample) => Math.abs(sample) < 10)).toBe(true);
  });
});

describe('K-weighting', () => {
  it('has the coefficients of BS.1770-4 at 48 kHz', () => {
    const [shelf, lowCut] = kWeighting(48000);
    expect(shelf.b0).toBeCloseTo(1.53512485958697, 10);
    expect(shelf.b1).toBeCloseTo(-2.69169618940638, 10);
    expect(shelf.b2).toBeCloseTo(1.19839281085285, 10);
    expect(shelf.a1).toBeCloseTo(-1.69065929318241, 10);
    expect(shelf.a2).toBeCloseTo(0.73248077421585, 10);
    expect(lowCut.a1).toBeCloseTo(-1.99004745483398, 10);
    expect(lowCut.a2).toBeCloseTo(0.99007225036621, 10);
  });

  it('weighs the same at every sample rate', () => {
    const gainAt = (hz: number, rate: number) =>
      kWeighting(rate).reduce((sum, stage) => sum + responseDb(stage, hz, rate), 0);
    for (const rate of [32000, 44100, 96000, 192000]) {
      for (const hz of [30, 100, 1000, 2000]) {
        expect(Math.abs(gainAt(hz, rate) - gainAt(hz, 48000))).toBeLessThan(0.05);
      }
    }
  });
});
