import { describe, expect, it } from 'vitest';
import {
  completeFrames,
  continuedBy,
  delayedRows,
  emptyStreams,
  StreamCollector,
  stepsFor,
  streamsFrom,
  type TokenStreams,
} from '../../../src/inference/audio-tokens/token-streams.js';

const PAD = 99;

/** What a decoder gives: at step s, codebook c has the token 10 · s + c. */
function collect(before: TokenStreams, frames: number): TokenStreams {
  const collector = new StreamCollector(before);
  const first = before[0].length;
  for (let step = first; step < first + stepsFor(before, frames); step++) {
    collector.add(before.map((_, c) => 10 * step + c));
  }
  return collector.streams;
}

describe('streams of tokens', () => {
  it('lag one step per codebook, and what comes before a turn is left out', () => {
    expect(collect(emptyStreams(4), 2).map((stream) => [...stream])).toEqual([
      [0, 10, 20, 30, 40],
      [11, 21, 31, 41],
      [22, 32, 42],
      [33, 43],
    ]);
  });

  it.each([1, 2, 4, 8])(
    'of %i codebooks have as many complete frames as asked for',
    (codebooks) => {
      const first = collect(emptyStreams(codebooks), 20);
      expect(completeFrames(first)).toBe(20);
      expect(completeFrames(collect(first, 7))).toBe(27);
    },
  );

  it('are shown in rows of one length, each beginning where its turn comes', () => {
    expect(delayedRows(emptyStreams(4), PAD)).toEqual([[PAD], [PAD], [PAD], [PAD]]);
    expect(delayedRows(collect(emptyStreams(3), 2), PAD)).toEqual([
      [PAD, 0, 10, 20, 30],
      [PAD, PAD, 11, 21, 31],
      [PAD, PAD, PAD, 22, 32],
    ]);
  });

  it('gone on with from the middle are what they would be gone on with from the start', () => {
    const whole = collect(emptyStreams(4), 30);
    for (const start of [0, 1, 12, 29]) {
      const window = streamsFrom(whole, start);
      const longer = new StreamCollector(window);
      const steps = Array.from({ length: 5 }, (_, n) => whole[0].length + n);
      for (const step of steps) longer.add(whole.map((_, c) => 10 * step + c));
      expect(continuedBy(whole, longer.streams, start)).toEqual(collect(whole, 5));
    }
  });
});
