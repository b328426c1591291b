import { describe, expect, it } from 'vitest';
import { joinSection, planSections } from '../../src/separation/sections.js';

const LENGTHS = { sectionLength: 1000, overlapLength: 100 };

describe('sections', () => {
  it.each([1, 99, 100, 101, 1000, 1001, 1900, 1901, 123_456])(
    'cover %i samples without a gap, each no longer than allowed',
    (length) => {
      const sections = planSections(length, LENGTHS);
      expect(sections[0].start).toBe(0);
      expect(sections.at(-1)?.end).toBe(length);
      sections.slice(1).forEach(({ start }, i) => expect(sections[i].end - start).toBe(100));
      for (const { start, end } of sections) expect(end - start).toBeLessThanOrEqual(1000);
    },
  );

  it('joined again give the signal that they were cut from', () => {
    const signal = Float32Array.from({ length: 5000 }, (_, i) => Math.sin(i));
    const whole = new Float32Array(signal.length);
    planSections(signal.length, LENGTHS).forEach(({ start, end }, i) => {
      const fadeLength = i === 0 ? 0 : LENGTHS.overlapLength;
      joinSection(whole, signal.slice(start, end), { start, fadeLength });
    });
    signal.forEach((sample, i) => expect(whole[i]).toBeCloseTo(sample, 6));
  });
});
