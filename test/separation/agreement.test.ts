import { describe, expect, it } from 'vitest';
import { agree, agreedShare } from '../../src/separation/agreement.js';

const SHARES = [0, 0.01, 0.25, 0.5, 0.8, 0.99, 1];

describe('two opinions of a share', () => {
  it('rise with each of them', () => {
    for (const fixed of SHARES) {
      for (const shares of [
        SHARES.map((share) => agreedShare(share, fixed)),
        SHARES.map((share) => agreedShare(fixed, share)),
      ]) {
        expect(shares).toEqual([...shares].sort((a, b) => a - b));
        expect(shares[4]).toBeGreaterThan(shares[2]);
      }
    }
  });

  it('that agree are nearly certain, and never quite', () => {
    expect(agreedShare(0, 0)).toBeGreaterThan(0);
    expect(agreedShare(0, 0)).toBeLessThan(1e-3);
    expect(agreedShare(1, 1)).toBeLessThan(1);
    expect(agreedShare(1, 1)).toBeGreaterThan(1 - 1e-3);
  });

  it('lean to the voice where both are undecided', () => {
    expect(agreedShare(0.5, 0.5)).toBeGreaterThan(0.5);
    expect(agreedShare(0.5, 0.5)).toBeLessThan(0.75);
  });

  it('give the voice the phase of the mix, and nothing of silence', () => {
    const mix = { re: new Float32Array([3, 0]), im: new Float32Array([-4, 0]) };
    const voice = { re: new Float32Array([0, 0]), im: new Float32Array([2.5, 0]) };
    agree(voice, mix, new Float32Array([0.5, 0.5]));
    const share = agreedShare(0.5, 0.5);
    expect(voice.re[0]).toBeCloseTo(3 * share, 5);
    expect(voice.im[0]).toBeCloseTo(-4 * share, 5);
    expect([voice.re[1], voice.im[1]]).toEqual([0, 0]);
  });
});
