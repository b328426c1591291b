import { describe, expect, it } from 'vitest';
import { joinLeads, splitLeadByTime } from '../../src/mixing/lead-changes.js';
import { firstDifference, mono, noise, sine } from '../dsp/signals.js';

const sampleRate = 44_100;
const SECONDS = 4;
const ranges = [
  { fromSeconds: 0, toSeconds: 0.5 },
  { fromSeconds: 1, toSeconds: 2 },
  { fromSeconds: 3.5, toSeconds: SECONDS },
];
const at = (seconds: number) => Math.round(seconds * sampleRate);
const first = mono(sine({ seconds: SECONDS, db: -6, hz: 200, sampleRate }), sampleRate);
const second = mono(sine({ seconds: SECONDS, db: -12, hz: 330, sampleRate }), sampleRate);
const ones = mono(new Float32Array(SECONDS * sampleRate).fill(1), sampleRate);
const zeros = mono(new Float32Array(SECONDS * sampleRate), sampleRate);

describe('two leads in one song', () => {
  it('each sing their own stretches, sample on sample', () => {
    const [joined] = joinLeads(first, second, { ranges, gainDb: 0 }).channels;
    for (const [seconds, lead] of [
      [0, second],
      [0.4, second],
      [0.6, first],
      [1.5, second],
      [3, first],
      [3.99, second],
    ] as const) {
      expect(joined[at(seconds)]).toBe(lead.channels[0][at(seconds)]);
    }
  });

  it('that are equal join into the same, whatever the ranges', () => {
    const noisy = mono(noise(SECONDS * sampleRate, 0.5, 1), sampleRate);
    const [joined] = joinLeads(noisy, noisy, { ranges, gainDb: 0 }).channels;
    // Rounding of two float products.
    expect(joined.every((x, i) => Math.abs(x - noisy.channels[0][i]) < 1e-7)).toBe(true);
  });

  it('hand over without a click: no step is greater than a 40 ms fade needs', () => {
    const [share] = joinLeads(zeros, ones, { ranges, gainDb: 0 }).channels;
    const steps = share.subarray(1).map((x, i) => Math.abs(x - share[i]));
    // The steepest slope of a raised cosine over n samples is π / 2n.
    expect(steps.reduce((most, step) => Math.max(most, step))).toBeLessThan(
      Math.PI / (2 * 0.04 * sampleRate) + 1e-6,
    );
    expect(share[at(1)]).toBeCloseTo(0.5, 3);
    expect(share[at(2)]).toBeCloseTo(0.5, 3);
    expect([share[0], share.at(-1)]).toEqual([1, 1]);
  });

  it('take the second voice louder or softer by its gain', () => {
    const [joined] = joinLeads(first, second, { ranges, gainDb: 6.0206 }).channels;
    expect(joined[at(1.5)]).toBeCloseTo(2 * second.channels[0][at(1.5)], 4);
    expect(joined[at(0.8)]).toBe(first.channels[0][at(0.8)]);
  });

  it('take ranges in any order, overlapping or not', () => {
    const shuffled = [
      { fromSeconds: 1.4, toSeconds: 2 },
      ranges[2],
      { fromSeconds: 1, toSeconds: 1.5 },
      ranges[0],
    ];
    const [a, b] = [ranges, shuffled].map(
      (order) => joinLeads(first, second, { ranges: order, gainDb: 0 }).channels[0],
    );
    expect(firstDifference(a, b)).toBe(-1);
  });
});

describe('splitting a lead between two singers', () => {
  it('gives each their stretches whole, with some of what is around them, and silence beyond', () => {
    const parts = splitLeadByTime(first, [{ fromSeconds: 1, toSeconds: 2 }]);
    const [own, other] = [parts.first, parts.second].map(({ channels }) => channels[0]);
    const [lead] = first.channels;
    const same = (part: Float32Array, from: number, to: number) =>
      firstDifference(part.subarray(at(from), at(to)), lead.subarray(at(from), at(to)));
    expect(same(own, 0, 1.2)).toBe(-1);
    expect(same(own, 1.8, SECONDS)).toBe(-1);
    expect(same(other, 0.8, 2.2)).toBe(-1);
    expect(own.subarray(at(1.4), at(1.6)).every((x) => x === 0)).toBe(true);
    expect(other.subarray(0, at(0.6)).every((x) => x === 0)).toBe(true);
    expect(other.subarray(at(2.4)).every((x) => x === 0)).toBe(true);
  });

  it('and joining the halves again gives the lead', () => {
    const parts = splitLeadByTime(first, ranges);
    const [joined] = joinLeads(parts.first, parts.second, { ranges, gainDb: 0 }).channels;
    expect(joined.every((x, i) => Math.abs(x - first.channels[0][i]) < 1e-7)).toBe(true);
  });
});
