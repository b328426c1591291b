import { describe, expect, it } from 'vitest';
import { siSdrDb } from '../../src/dsp/si-sdr.js';

const sine = Float32Array.from({ length: 1000 }, (_, i) => Math.sin((2 * Math.PI * i) / 100));
const cosine = Float32Array.from({ length: 1000 }, (_, i) => Math.cos((2 * Math.PI * i) / 100));
const sum = (gain: number) => sine.map((x, i) => x + gain * cosine[i]);

describe('SI-SDR', () => {
  it.each([1, 0.1, 0.01])(
    'is −20·log10(%f) when so much of something orthogonal is added',
    (gain) => {
      // float32 samples: errors of 1e-7 against the least added amplitude of 1e-2
      expect(siSdrDb([sum(gain)], [sine])).toBeCloseTo(-20 * Math.log10(gain), 3);
    },
  );

  it('does not change with the gain or the sign of the estimate', () => {
    const estimate = sum(0.3);
    const scaled = estimate.map((x) => -4 * x);
    expect(siSdrDb([scaled], [sine])).toBeCloseTo(siSdrDb([estimate], [sine]), 4);
  });

  it('is −∞ for silence', () => {
    expect(siSdrDb([new Float32Array(1000)], [sine])).toBe(-Infinity);
  });

  it('is beyond 120 dB for the reference itself', () => {
    expect(siSdrDb([sine], [sine])).toBeGreaterThan(120);
  });

  it('counts a wrong balance of channels as an error', () => {
    const tilted = [sine, sine.map((x) => 0.5 * x)];
    expect(siSdrDb(tilted, [sine, sine])).toBeCloseTo(10 * Math.log10(9), 3);
  });
});
