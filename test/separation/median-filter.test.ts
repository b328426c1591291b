import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../src/dsp/random.js';
import { medianAlongColumns, medianAlongRows } from '../../src/dsp/median-filter.js';

const random = seededRandom(3);
const plane = {
  rows: 13,
  columns: 17,
  values: Uint8Array.from({ length: 13 * 17 }, () => 256 * random()),
};
const at = (row: number, column: number) =>
  plane.values[clamp(row, plane.rows) * plane.columns + clamp(column, plane.columns)];
const clamp = (i: number, count: number) => Math.min(count - 1, Math.max(0, i));

describe('median filters', () => {
  it.each([1, 3, 9, 31])('the running median of %i is the sorted middle', (span) => {
    const half = (span - 1) / 2;
    const offsets = Array.from({ length: span }, (_, i) => i - half);
    const middle = (values: number[]) => values.sort((a, b) => a - b)[half];
    const along = medianAlongRows(plane, span).values;
    const down = medianAlongColumns(plane, span).values;
    plane.values.forEach((_, i) => {
      const row = Math.floor(i / plane.columns);
      const column = i % plane.columns;
      expect(along[i]).toBe(middle(offsets.map((offset) => at(row, column + offset))));
      expect(down[i]).toBe(middle(offsets.map((offset) => at(row + offset, column))));
    });
  });
});
