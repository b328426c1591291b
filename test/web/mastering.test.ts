import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { audioData, type AudioData } from '../../src/audio/audio-data.js';
import { writeWav } from '../../src/audio/wav.js';
import { masterRequestSchema } from '../../src/studio/requests.js';
import {
  completeMaster,
  defaultMaster,
  platformOf,
  platforms,
} from '../../web/src/state/master-settings.js';
import { joined, rms } from '../dsp/signals.js';
import { expectAccessible } from './support/accessibility.js';
import { hasBrowser } from './support/browser.js';
import { heard } from './support/heard.js';
import { hummedSong } from './support/song.js';
import { openStudio } from './support/open-studio.js';

test('the server takes what the desk sends for every platform', () => {
  for (const { id, targetLufs, ceilingDbtp } of platforms) {
    const settings = completeMaster({ targetLufs, ceilingDbtp });
    expect(platforms.find((one) => one.id === platformOf(settings))).toMatchObject({
      targetLufs,
      ceilingDbtp,
    });
    const request = { source: { demo: true }, ...settings };
    expect(masterRequestSchema.safeParse(request).success, id).toBe(true);
  }
  expect(platformOf({ ...defaultMaster, targetLufs: -12.5 })).toBe('own');
});

/** The real page in a real browser, the real server, a real master. */
describe.skipIf(!hasBrowser())('the mastering desk', () => {
  let mixPath: string;

  const studio = openStudio(async (dir) => {
    mixPath = join(dir, 'Hummed mix.wav');
    await writeWav(mixPath, longSong(), 16);
  });

  test(
    'makes a master for a platform, compares it at equal loudness, and shows how good it is',
    { timeout: 240_000 },
    async () => {
      const page = await studio.visit();
      await page.goto(`${studio.url}/#/master`);
      await page.getByRole('heading', { name: 'A mix. Ready for release.' }).waitFor();
      await page.getByLabel('Choose a file').setInputFiles(mixPath);
      await page.getByRole('group', { name: /Chosen song: Hummed/ }).waitFor();
      await platform(page).selectOption('apple');
      expect(await page.getByRole('slider', { name: 'Loudness' }).inputValue()).toBe('-16');
      await expectAccessible(page);
      await page.getByRole('button', { name: 'Master', exact: true }).click();
      await page.getByRole('heading', { name: 'Quality' }).waitFor();
      await page.getByRole('img', { name: /Spectrum before and after/ }).waitFor();
      await page.getByRole('img', { name: /Loudness over time/ }).waitFor();
      await page.getByText('All measurements').click();
      await page
        .getByText(/^−1[56][.\d]* LUFS$/)
        .first()
        .waitFor();
      await expectAccessible(page);

      const [master, mix] = [await levelOf(page, 'Master'), await levelOf(page, 'Original')];
      expect(Math.abs(master - mix)).toBeLessThan(1);
      await page.getByRole('switch', { name: 'Equal loudness' }).uncheck();
      const loud = await levelOf(page, 'Original');
      // The mix is louder than −16 LUFS: it was turned down before.
      expect(Math.abs(loud - mix)).toBeGreaterThan(1);
      await page.getByRole('button', { name: 'Change settings' }).click();
      expect(await platform(page).inputValue()).toBe('apple');
    },
  );
});

/** Longer than a busy machine takes for the moves of the test. */
function longSong(): AudioData {
  const { sampleRate, channels } = hummedSong();
  return audioData(
    sampleRate,
    channels.map((channel) => joined(...Array.from({ length: 8 }, () => channel))),
  );
}

/** The choice of a platform. */
function platform(page: Page) {
  return page.getByRole('combobox', { name: /^For\b/ });
}

/** Level in dB of what is heard of a side, 1.5 s into the song. */
async function levelOf(page: Page, side: 'Original' | 'Master'): Promise<number> {
  await page.getByRole('radio', { name: side }).check();
  const position = page.getByRole('slider', { name: 'Position' });
  await position.fill('0');
  await page.getByRole('button', { name: /^Play the/ }).click();
  await expect
    .poll(async () => Number(await position.inputValue()), { timeout: 25_000 })
    .toBeGreaterThan(1.5);
  const level = rms(await heard(page));
  await page.getByRole('button', { name: /^Pause the/ }).click();
  return 20 * Math.log10(level);
}
