import { describe, expect, it } from 'vitest';
import { agreedShare } from '../../src/separation/agreement.js';

const SHARES = [0, 0.01, 0.25, 0.5, 0.8, 0.99, 1];

describe('two opinions of a share', () => {
  it('count alike', () => {
    for (const a of SHARES.slice(1, -1)) {
      for (const b of SHARES) expect(agreedShare(a, b)).toBe(agreedShare(b, a));
    }
  });

  it('that contradict each other equally say nothing', () => {
    for (const a of SHARES.slice(1, -1)) expect(agreedShare(a, 1 - a)).toBeCloseTo(0.5, 12);
  });

  it('that agree are surer than either', () => {
    expect(agreedShare(0.8, 0.8)).toBeGreaterThan(0.8);
    expect(agreedShare(0.2, 0.2)).toBeLessThan(0.2);
  });

  it('rise with each of them', () => {
    for (const a of SHARES.slice(1, -1)) {
      const agreed = SHARES.map((b) => agreedShare(a, b));
      expect(agreed).toEqual([...agreed].sort((x, y) => x - y));
    }
  });

  it('yield where one is certain, and to the first where both are', () => {
    expect(agreedShare(0.3, 0)).toBe(0);
    expect(agreedShare(0.3, 1)).toBe(1);
    expect(agreedShare(1, 0)).toBe(1);
  });
});
