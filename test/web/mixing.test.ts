import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { writeWav } from '../../src/audio/wav.js';
import { amplitudeAt, mono, sine, stereo } from '../dsp/signals.js';
import { expectAccessible } from './support/accessibility.js';
import { hasBrowser } from './support/browser.js';
import { heard } from './support/heard.js';
import { openStudio } from './support/open-studio.js';

const RATE = 44_100;
/** Peaks of what is in the stems, and their frequencies. */
const LEAD = { hz: 441, db: -10, seconds: 30, sampleRate: RATE };
const BASS = { hz: 110.25, db: -16, seconds: 30, sampleRate: RATE };
/** The desk plays so much softer. */
const HEADROOM_DB = -6.02;

/** The real page in a real browser, the real server, a real mix. */
describe.skipIf(!hasBrowser())('the mixing desk', () => {
  let paths: string[];

  const studio = openStudio(async (dir) => {
    paths = [join(dir, 'Lead vocal.wav'), join(dir, 'Bass.wav')];
    await writeWav(paths[0], mono(sine(LEAD), RATE), 24);
    await writeWav(paths[1], stereo(sine(BASS), RATE), 24);
  });

  test(
    'lets each move be heard at once, renders what was heard, and opens it again',
    { timeout: 240_000 },
    async () => {
      const page = await studio.visit();
      await page.goto(`${studio.url}/#/mix`);
      await page.getByRole('heading', { name: 'Your stems. One mix.' }).waitFor();
      await expectAccessible(page);
      await page.getByLabel('Choose files').setInputFiles(paths);
      await page.getByRole('button', { name: 'Remove Bass.wav' }).waitFor();
      await page.getByRole('radio', { name: 'Mix by hand' }).check();
      const lead = page.getByRole('group', { name: 'Lead vocal' });
      const bass = page.getByRole('group', { name: 'Bass' });
      await lead.getByText('EQ, compressor, reverb').click();
      expect(await lead.getByLabel('What it is').inputValue()).toBe('lead');
      await expectAccessible(page);

      await page.getByRole('button', { name: 'Play the mix' }).click();
      await expectLevels(page, { lead: LEAD.db, bass: BASS.db });
      await lead.getByRole('slider', { name: 'Fader' }).fill('-12');
      await expectLevels(page, { lead: LEAD.db - 12, bass: BASS.db });
      await bass.getByRole('slider', { name: 'Fader' }).fill('6');
      await expectLevels(page, { lead: LEAD.db - 12, bass: BASS.db + 6 });
      await lead.getByRole('button', { name: /^Solo/ }).click();
      await expectLevels(page, { lead: LEAD.db - 12, bass: -100 });
      await lead.getByRole('button', { name: /^Solo/ }).click();
      await lead.getByRole('button', { name: /^Mute/ }).click();
      await expectLevels(page, { lead: -100, bass: BASS.db + 6 });
      await lead.getByRole('button', { name: /^Mute/ }).click();
      // A low shelf at 150 Hz has most of its gain at 110 Hz.
      await bass.getByText('EQ, compressor, reverb').click();
      await bass.getByRole('slider', { name: /^Low,/ }).fill('-12');
      await expect.poll(async () => (await levels(page)).bass).toBeLessThan(BASS.db + 6 - 6);

      await page.getByRole('button', { name: 'Mix', exact: true }).click();
      await page.getByRole('heading', { name: 'Quality' }).waitFor();
      await expectAccessible(page);
      await page.getByRole('link', { name: /Download mix/ }).waitFor();
      await page.getByRole('button', { name: 'Open on the mixing desk' }).click();
      const fader = page.getByRole('group', { name: 'Lead vocal' }).getByRole('slider', {
        name: 'Fader',
      });
      await expect.poll(() => fader.inputValue()).toBe('-12');
    },
  );
});

interface Levels {
  lead: number;
  bass: number;
}

/** Peaks in dB of both stems in what is heard of the desk, as if there were no headroom. */
async function levels(page: Page): Promise<Levels> {
  const samples = await heard(page);
  const of = ({ hz }: { hz: number }) =>
    20 * Math.log10(amplitudeAt(samples, hz, { sampleRate: RATE }) + 1e-9) - HEADROOM_DB;
  return { lead: of(LEAD), bass: of(BASS) };
}

/** Waits until the stems are heard at these levels, within 0.5 dB; −100 is silence. */
async function expectLevels(page: Page, wanted: Levels): Promise<void> {
  const isHeard = async () => {
    const found = await levels(page);
    return (['lead', 'bass'] as const).every((stem) =>
      wanted[stem] <= -100 ? found[stem] < -60 : Math.abs(found[stem] - wanted[stem]) < 0.5,
    );
  };
  await expect.poll(isHeard, { timeout: 25_000, interval: 150 }).toBe(true);
}
