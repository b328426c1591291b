import { expect, test } from 'vitest';
import { coverRequestSchema } from '../../src/studio/requests.js';
import { rvcSettings } from '../../src/voices/rvc/rvc-settings.js';
import { formatBytes } from '../../web/src/format/format-bytes.js';
import { formatDuration } from '../../web/src/format/format-duration.js';
import { noteName } from '../../web/src/format/note-name.js';
import { signed } from '../../web/src/format/signed.js';
import {
  changedSettings,
  completeSettings,
  defaultSettings,
} from '../../web/src/state/cover-settings.js';

const request = { source: { demo: true }, voice: 'any' };

test('the page’s defaults are the server’s', () => {
  const { pitchEngine, ...settings } = defaultSettings;
  const parsed = coverRequestSchema.parse(request);
  expect({ ...parsed, ...rvcSettings(parsed) }).toMatchObject(settings);
  expect(parsed.pitchEngine).toBe(pitchEngine);
});

test('the server takes whatever the page sends', () => {
  const settings = completeSettings({ pitch: -12, reverb: { wet: 0.5 }, format: 'opus' });
  expect(coverRequestSchema.safeParse({ ...request, ...settings }).success).toBe(true);
});

test('settings stored by another version are completed, and strangers are left out', () => {
  expect(completeSettings({ gone: 1, strength: 0.5, reverb: { wet: 1 } })).toEqual({
    ...defaultSettings,
    strength: 0.5,
    reverb: { ...defaultSettings.reverb, wet: 1 },
  });
  expect(completeSettings(undefined)).toEqual(defaultSettings);
  expect(changedSettings({ ...defaultSettings, seed: 2 })).toBe(1);
});

test('a preset brings its knobs, but for those that were set otherwise', () => {
  const completed = completeSettings({ preset: 'tuned', protect: 0.1 });
  const parsed = coverRequestSchema.parse({ ...request, preset: 'tuned', protect: 0.1 });
  expect(rvcSettings(parsed)).toMatchObject({ autotune: 0.8, protect: 0.1 });
  expect(completed).toMatchObject({ autotune: 0.8, protect: 0.1 });
});

test('figures read as musicians write them', () => {
  expect([noteName(440), noteName(65.41), noteName(277.2)]).toEqual(['A4', 'C2', 'C♯4']);
  expect([formatDuration(187.9), formatDuration(3725), formatDuration(0)]).toEqual([
    '3:07',
    '1:02:05',
    '0:00',
  ]);
  expect([formatBytes(0), formatBytes(9_400_000), formatBytes(1_000_000_000)]).toEqual([
    '0 B',
    '9.4 MB',
    '1 GB',
  ]);
  expect([signed(-12), signed(3.25, 1), signed(-0.01, 1)]).toEqual(['−12', '+3.3', '0.0']);
});
