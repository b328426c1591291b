import { expect, it } from 'vitest';
import { loadConfig } from '../../src/config.js';
import { requireShortEnough } from '../../src/studio/decode-limits.js';

const hourLong = { blob: 'a'.repeat(64), name: 'concert.flac', durationSeconds: 3600 };
const config = loadConfig({});

it('what is only taken apart may be longer than what is held in memory', () => {
  expect(() => requireShortEnough(hourLong, config, 'stretches')).not.toThrow();
  expect(() => requireShortEnough(hourLong, config, 'whole')).toThrow(
    expect.objectContaining({
      code: 'too-long',
      hint: 'Cut it, or raise CANTO_MAX_DURATION_SECONDS.',
    }),
  );
});

it('what is too long to be taken apart names the setting that allows it', () => {
  const veryLong = { ...hourLong, durationSeconds: 7201 };
  expect(() => requireShortEnough(veryLong, config, 'stretches')).toThrow(
    expect.objectContaining({ hint: 'Cut it, or raise CANTO_MAX_SEPARATION_SECONDS.' }),
  );
});

it('separations may always be as long as other work', () => {
  const { maxSeparationSeconds } = loadConfig({ CANTO_MAX_DURATION_SECONDS: '10000' });
  expect(maxSeparationSeconds).toBe(10_000);
});
