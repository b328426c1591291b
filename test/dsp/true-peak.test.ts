import { describe, expect, it } from 'vitest';
import { audioData } from '../../src/audio/audio-data.js';
import { gainToDb } from '../../src/dsp/decibels.js';
import { samplePeak, truePeak, truePeakDbtp } from '../../src/dsp/true-peak.js';
import { joined, mono, noise, sine } from './signals.js';

/** Tolerance of EBU Tech 3341 above and below, dB. */
const ABOVE = 0.2;
const BELOW = 0.4;

/** The true peak in dBTP of the middle of `samples`: where a sine is switched on, it overshoots. */
function steadyPeakDbtp(samples: Float32Array, sampleRate = 48000): number {
  const from = Math.round(samples.length / 4);
  return gainToDb(truePeak(mono(samples, sampleRate), { from, to: 3 * from, floor: 0 }));
}

describe('the true-peak meter', () => {
  it.each([
    [4, 0],
    [4, 45],
    [6, 60],
    [8, 67.5],
  ])(
    'reads a sine of −6 dBFS at a %dth of the sample rate and %d° right (Tech 3341, 15 to 18)',
    (n, degrees) => {
      const phase = (degrees * Math.PI) / 180;
      const measured = steadyPeakDbtp(sine({ seconds: 1, db: -6, hz: 48000 / n, phase }));
      expect(measured).toBeGreaterThan(-6 - BELOW);
      expect(measured).toBeLessThan(-6 + ABOVE);
    },
  );

  it('finds a peak 3 dB above the largest sample', () => {
    const samples = sine({ seconds: 1, db: 3, hz: 12000, phase: Math.PI / 4 });
    expect(20 * Math.log10(samplePeak(mono(samples)))).toBeCloseTo(0, 1);
    expect(steadyPeakDbtp(samples)).toBeCloseTo(3, 1);
  });

  it.each([997, 5000, 15000, 19997])(
    'reads a sine of %d Hz within 0.1 dB, whatever its phase',
    (hz) => {
      for (const phase of [0, 0.4, 0.8, 1.2]) {
        const samples = sine({ seconds: 0.5, db: -1, hz, phase, sampleRate: 44100 });
        expect(Math.abs(steadyPeakDbtp(samples, 44100) - -1)).toBeLessThan(0.1);
      }
    },
  );

  it('is never below the largest sample, and finds the one peak in any channel and place', () => {
    for (const at of [0, 1, 7167, 7168, 7169, 19999]) {
      const quiet = noise(20000, 0.1);
      const loud = quiet.slice();
      loud[at] = -0.9;
      const peak = truePeak(audioData(44100, [quiet, loud]), { from: 0, to: 20000, floor: 0 });
      expect(peak).toBeGreaterThanOrEqual(samplePeak(audioData(44100, [quiet, loud])));
      expect(peak).toBeLessThan(1.2);
    }
  });

  it('reads the same however the range is cut', () => {
    const audio = mono(noise(30000, 0.5));
    const whole = truePeak(audio, { from: 0, to: 30000, floor: 0 });
    const parts = [0, 100, 9000, 20011].map((from, i, cuts) =>
      truePeak(audio, { from, to: cuts[i + 1] ?? 30000, floor: 0 }),
    );
    expect(Math.max(...parts)).toBeCloseTo(whole, 2);
  });

  it.each([8000, 48000, 96000, 192000, 384000])('works at %d Hz', (sampleRate) => {
    const samples = sine({ seconds: 0.5, db: -3, hz: 1000, sampleRate });
    expect(steadyPeakDbtp(samples, sampleRate)).toBeCloseTo(-3, 1);
  });

  it('reads silence and nothing as −150 dBTP', () => {
    expect(truePeakDbtp(mono(new Float32Array(10000)))).toBe(-150);
    expect(truePeakDbtp(mono(joined()))).toBe(-150);
  });
});
