import { describe, expect, it } from 'vitest';
import { Compressor } from '../../src/dsp/compressor.js';
import { gainToDb } from '../../src/dsp/decibels.js';
import { DeEsser } from '../../src/dsp/de-esser.js';
import { amplitudeAt, firstDifference, noise, sine } from './signals.js';

const settings = { thresholdDb: -20, ratio: 4, kneeDb: 6, attackMs: 5, releaseMs: 100 };

describe('the compressor', () => {
  it('turns down by its ratio above the knee, not at all below, and smoothly between', () => {
    const compressor = new Compressor(48000, settings);
    expect(compressor.reductionDb(-40)).toBe(0);
    expect(compressor.reductionDb(-23)).toBe(0);
    expect(compressor.reductionDb(0)).toBeCloseTo(15, 10);
    expect(compressor.reductionDb(-17)).toBeCloseTo(2.25, 10);
    let last = 0;
    for (let level = -30; level < 0; level += 0.1) {
      const reduction = compressor.reductionDb(level);
      expect(reduction - last).toBeGreaterThanOrEqual(0);
      expect(reduction - last).toBeLessThan(0.0751); // never steeper than 1 − 1 / ratio
      last = reduction;
    }
  });

  it('reaches 63 % of a reduction in its attack time, and gives it back in its release time', () => {
    const compressor = new Compressor(48000, settings);
    const reductionAfter = (ms: number, level: number) => {
      const gains = new Float32Array(ms * 48).fill(level);
      compressor.gains(gains);
      return -gainToDb(gains[gains.length - 1]);
    };
    expect(reductionAfter(5, 1)).toBeCloseTo(15 * (1 - Math.exp(-1)), 1);
    expect(reductionAfter(100, 1)).toBeCloseTo(15, 1);
    expect(reductionAfter(100, 0)).toBeCloseTo(15 * Math.exp(-1), 1);
  });

  it('passes what is below the knee bit by bit', () => {
    const samples = noise(4800, 0.05);
    const output = samples.slice();
    new Compressor(48000, settings).process([output]);
    expect(firstDifference(output, samples)).toBe(-1);
  });

  it('turns all channels down alike', () => {
    const loud = noise(4800, 1);
    const soft = noise(4800, 0.01, 2);
    const outputs = [loud.slice(), soft.slice()];
    new Compressor(48000, settings).process(outputs);
    for (let i = 7; i < 4800; i += 101) {
      expect(outputs[1][i] / soft[i]).toBeCloseTo(outputs[0][i] / loud[i], 4);
    }
  });

  it('gives silence and no NaN for silence', () => {
    const silence = new Float32Array(4800);
    new Compressor(48000, settings).process([silence]);
    expect(silence.every((sample) => sample === 0)).toBe(true);
  });
});

describe('the de-esser', () => {
  it('turns loud sibilance down, and leaves soft sibilance and loud vowels alone', () => {
    const through = (hz: number, db: number) => {
      const samples = sine({ seconds: 1, db, hz });
      new DeEsser(48000, { thresholdDb: -24 }).process([samples]);
      return gainToDb(amplitudeAt(samples, hz, { from: 24000 })) - db;
    };
    expect(through(8000, -6)).toBeLessThan(-4);
    expect(through(8000, -30)).toBeCloseTo(0, 1);
    expect(through(400, -6)).toBeCloseTo(0, 1);
  });
});
