import { describe, expect, it } from 'vitest';
import { seededNormal } from '../../../src/dsp/random.js';
import { mixSpectra } from '../../../src/voices/rvc/mix-spectra.js';

const RATE = 32_000;
const LENGTH = RATE;
const sine = (hz: number, gain: number, sampleRate = RATE) =>
  Float32Array.from(
    { length: (LENGTH / RATE) * sampleRate },
    (_, i) => gain * Math.sin((2 * Math.PI * hz * i) / sampleRate),
  );
const noise = (seed: number, gain: number) => {
  const normal = seededNormal(seed);
  return Float32Array.from({ length: LENGTH }, () => gain * normal());
};
const part = (samples: Float32Array, share: number, sampleRate = RATE) => ({
  samples,
  share,
  sampleRate,
});
/** Of the middle, away from both ends. */
const rms = (samples: Float32Array) => {
  const middle = samples.subarray(samples.length / 4, (3 * samples.length) / 4);
  return Math.sqrt(middle.reduce((sum, v) => sum + v * v, 0) / middle.length);
};

describe('a mix of what several singers sing', () => {
  it('is the singer where there is one, and where all sing the same', async () => {
    const one = part(sine(440, 0.5), 1);
    expect(await mixSpectra([one])).toBe(one);
    const same = await mixSpectra([part(one.samples, 0.3), part(one.samples, 0.7)]);
    // The STFT's own round trip, and the floor of −100 dB.
    same.samples.forEach((v, i) => expect(Math.abs(v - one.samples[i])).toBeLessThan(2e-4));
  });

  it('has a level between theirs, by the shares in decibels', async () => {
    for (const share of [0.25, 0.5, 0.75]) {
      const { samples } = await mixSpectra([
        part(sine(440, 0.8), 1 - share),
        part(sine(440, 0.2), share),
      ]);
      const wanted = (0.8 ** (1 - share) * 0.2 ** share) / Math.SQRT2;
      expect(rms(samples) / wanted).toBeCloseTo(1, 2);
    }
  });

  it('of noise is as loud as they are', async () => {
    const { samples } = await mixSpectra([part(noise(1, 0.1), 0.5), part(noise(2, 0.1), 0.5)]);
    // Overlapping frames of changed magnitudes don't quite agree: within 1 dB.
    expect(Math.abs(20 * Math.log10(rms(samples) / 0.1))).toBeLessThan(1);
  });

  it('has the higher of their sample rates', async () => {
    const { samples, sampleRate } = await mixSpectra([
      part(sine(440, 0.5), 0.6),
      part(sine(440, 0.5, 48_000), 0.4, 48_000),
    ]);
    expect([sampleRate, samples.length]).toEqual([48_000, 48_000]);
    expect(rms(samples)).toBeCloseTo(0.5 / Math.SQRT2, 2);
  });
});
