import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../src/dsp/random.js';
import { findSimilarFrames, repeatingLevels } from '../../src/separation/similar-frames.js';

const random = seededRandom(5);
const bytes = (length: number) => Uint8Array.from({ length }, () => 256 * random());
const middle = (values: number[]) => values.sort((a, b) => a - b)[1];

describe('similar frames', () => {
  it('of a pattern of four frames that repeats are those of the same place', () => {
    const frames = 80;
    const features = Float32Array.from({ length: frames * 4 }, (_, i) =>
      Math.floor(i / 4) % 4 === i % 4 ? 1 : 0,
    );
    const { count, indices } = findSimilarFrames(features, 4, { count: 5, blockFrames: 8 });
    expect(count).toBe(5);
    indices.forEach((found, i) => expect(found % 4).toBe(Math.floor(i / 5) % 4));
  });

  it('of a section of one block is the frame itself', () => {
    const features = Float32Array.of(1, 0, 0, 1, 0.6, 0.8);
    const { indices } = findSimilarFrames(features, 2, { count: 9, blockFrames: 8 });
    expect([...indices]).toEqual([0, 1, 2]);
  });
});

describe('what repeats', () => {
  const plane = { rows: 9, columns: 50, values: bytes(450) };
  const at = (row: number, column: number) => plane.values[row * 50 + column];

  it('is the frame itself where only one is similar', () => {
    const own = { count: 1, indices: Int32Array.from({ length: 9 }, (_, t) => t) };
    expect(repeatingLevels(plane, own).values).toEqual(plane.values);
  });

  it('is the median of medians of three', () => {
    const indices = Int32Array.from({ length: 81 }, (_, i) => i % 9);
    const { values } = repeatingLevels(plane, { count: 9, indices });
    for (let column = 0; column < 50; column++) {
      const thirds = [0, 3, 6].map((row) =>
        middle([at(row, column), at(row + 1, column), at(row + 2, column)]),
      );
      expect(values[column]).toBe(middle(thirds));
    }
  });
});
