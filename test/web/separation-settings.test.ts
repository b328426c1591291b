import { expect, test } from 'vitest';
import { separationRequestSchema } from '../../src/studio/requests.js';
import {
  completeSeparation,
  defaultSeparation,
  separatorFor,
} from '../../web/src/state/separation-settings.js';

test('the page’s defaults are the server’s', () => {
  const request = separationRequestSchema.parse({ source: { demo: true } });
  expect(request).toMatchObject(defaultSeparation);
});

test('settings stored by another version are completed, and strangers are left out', () => {
  expect(completeSeparation(undefined)).toEqual(defaultSeparation);
  expect(completeSeparation({ stems: 4, gone: 1 })).toEqual({ ...defaultSeparation, stems: 4 });
});

test('the chosen engine is asked for where it fits, else the best that does', () => {
  const separators = [
    { id: 'voices-only', title: '', stemCounts: [2] },
    { id: 'all', title: '', stemCounts: [2, 4] },
  ];
  const engineFor = (stems: 2 | 4, separator?: string) =>
    separatorFor({ ...defaultSeparation, stems, separator }, separators);
  expect(engineFor(2)).toBe('voices-only');
  expect(engineFor(2, 'all')).toBe('all');
  expect(engineFor(2, 'gone')).toBe('voices-only');
  expect(engineFor(4, 'voices-only')).toBe('all');
  expect(separatorFor(defaultSeparation, [])).toBeUndefined();
});
