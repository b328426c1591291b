import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { toMono } from '../../src/audio/audio-data.js';
import { decodeFile } from '../../src/audio/decode-file.js';
import { writeWav } from '../../src/audio/wav.js';
import { loadConfig } from '../../src/config.js';
import { decodeLimits } from '../../src/studio/decode-limits.js';
import { unzip } from '../support/unzip.js';
import { expectAccessible } from './support/accessibility.js';
import { hasBrowser } from './support/browser.js';
import { heard, placeOf } from './support/heard.js';
import { tabTo } from './support/keyboard.js';
import { hummedSong } from './support/song.js';
import { openStudio } from './support/open-studio.js';

/** The real page in a real browser, the real server, real stems. */
describe.skipIf(!hasBrowser())('the stems of a song', () => {
  let songPath: string;

  const studio = openStudio(async (dir) => {
    songPath = join(dir, 'Hummed song.wav');
    await writeWav(songPath, hummedSong(), 16);
  });

  /** Each stem of the open job as the server has it, by name: mono. The page's address of a job is
   *  the API's. */
  async function stemsOf(page: Page): Promise<Record<string, Float32Array>> {
    const response = await fetch(`${studio.url}/api/v1${new URL(page.url()).hash.slice(1)}`);
    const { files } = (await response.json()) as { files: { name: string; url: string }[] };
    const stems: Record<string, Float32Array> = {};
    for (const { name, url } of files.filter((file) => /\.(wav|flac)$/.test(file.name))) {
      const path = join(studio.dir, name);
      const content = await (await fetch(studio.url + url)).arrayBuffer();
      await writeFile(path, Buffer.from(content));
      const limits = decodeLimits(loadConfig({}), 'stretches');
      const { audio } = await decodeFile(path, { limits, ffmpeg: 'off' });
      stems[name.replace(/\.\w+$/, '')] = toMono(audio);
    }
    return stems;
  }

  test(
    'a newcomer takes the demo song apart by keyboard alone, listens, and downloads all',
    {
      timeout: 240_000,
    },
    async () => {
      const page = await studio.visit();
      const press = (key: string) => page.keyboard.press(key);
      await tabTo(page, page.getByRole('link', { name: 'Separate' }));
      await press('Enter');
      await page.getByRole('heading', { name: 'One song. All its parts.' }).waitFor();
      await expectAccessible(page);
      await tabTo(page, page.getByRole('radio', { name: '2 stems' }));
      await press('ArrowDown');
      await expectAccessible(page);
      await tabTo(page, page.getByRole('button', { name: 'Separate' }));
      await press('Enter');
      await page.getByRole('progressbar', { name: 'Separation' }).waitFor();
      await finishedStems(page);
      await press('1');
      expect(await isOn(page.getByRole('button', { name: 'Solo vocals' }))).toBe(true);
      await expectAccessible(page);
      await press('1');

      const stems = await stemsOf(page);
      expect(Object.keys(stems)).toEqual(['vocals', 'drums', 'bass', 'other']);
      const playFrom = (seconds: number) =>
        page.getByRole('slider', { name: 'Position' }).fill(String(seconds));
      await press('Space');
      await page.getByRole('button', { name: 'Pause the stems' }).waitFor();
      await expectHeard(page, sumOf(Object.values(stems)), { overJoin: true });
      await press('1');
      await expectHeard(page, stems.vocals);
      await tabTo(page, page.getByRole('button', { name: 'Solo drums' }));
      await press('Enter');
      await playFrom(3);
      await expectHeard(page, sumOf([stems.vocals, stems.drums]));
      await tabTo(page, page.getByRole('button', { name: 'Mute vocals' }));
      await press('Enter');
      await playFrom(3);
      await expectHeard(page, stems.drums);
      await tabTo(page, page.getByRole('button', { name: 'Reset mix' }));
      await press('Enter');
      const volume = page.getByRole('slider', { name: 'Volume of bass' });
      await volume.fill('-40');
      expect(await volume.getAttribute('aria-valuetext')).toBe('−∞ dB');
      await playFrom(3);
      await expectHeard(page, sumOf([stems.vocals, stems.drums, stems.other]));
      await press('Space');
      await page.getByRole('button', { name: 'Play the stems' }).waitFor();
      await expect.poll(async () => (await heard(page)).every((sample) => sample === 0)).toBe(true);

      const downloading = page.waitForEvent('download');
      await tabTo(page, page.getByRole('link', { name: 'Download all (zip)' }));
      await press('Enter');
      const download = await downloading;
      expect(download.suggestedFilename()).toBe('Over the Water (demo) - stems.zip');
      const entries = await unzip(await readFile(await download.path()));
      expect(entries.map(({ name }) => name).sort()).toEqual(
        Object.keys(stems)
          .map((stem) => `${stem}.wav`)
          .sort(),
      );
    },
  );

  test('stems of a dropped song in another format are kept, found again, and made anew', async () => {
    const page = await studio.visit();
    await page.goto(`${studio.url}/#/separate`);
    await page.locator('input[type=file]').setInputFiles(songPath);
    await page.getByRole('group', { name: /Chosen song: Hummed/ }).waitFor();
    await page.getByLabel('Format').selectOption('flac');
    await page.getByRole('button', { name: 'Separate' }).click();
    await finishedStems(page);
    await page.reload();
    await finishedStems(page);
    const stems = await stemsOf(page);
    await page.getByRole('button', { name: 'Play the stems' }).click();
    await expectHeard(page, sumOf(Object.values(stems)));
    await page.getByRole('button', { name: 'Pause the stems' }).click();
    const downloading = page.waitForEvent('download');
    await page.getByRole('link', { name: /Download accompaniment/ }).click();
    expect((await downloading).suggestedFilename()).toBe(
      'Hummed song - stems (accompaniment).flac',
    );

    const history = page.getByRole('region', { name: 'History' });
    await history.getByText('Hummed song · stems').waitFor();
    await page.getByRole('button', { name: 'Change settings' }).click();
    await page.getByRole('group', { name: /Chosen song: Hummed/ }).waitFor();
    expect(await page.getByLabel('Format').inputValue()).toBe('flac');
    expect(await page.getByRole('radio', { name: '2 stems' }).isChecked()).toBe(true);
  });

  test('a cancelled separation goes on', async () => {
    const page = await studio.visit();
    await page.goto(`${studio.url}/#/separate`);
    await page.locator('input[type=file]').setInputFiles(songPath);
    await page.getByRole('group', { name: /Chosen song: Hummed/ }).waitFor();
    await page.getByRole('radio', { name: '4 stems' }).press(' ');
    await page.getByRole('button', { name: 'Separate' }).click();
    await page.getByRole('article').getByRole('button', { name: 'Cancel' }).click();
    await page.getByText('You cancelled this separation').waitFor();
    await page.getByRole('button', { name: 'Go on' }).click();
    await finishedStems(page);
    await page.getByRole('button', { name: 'New separation' }).click();
    await page.getByRole('heading', { name: 'One song. All its parts.' }).waitFor();
  });
});

/** Waits for the stems; a failed job fails the test at once, in its own words. */
async function finishedStems(page: Page): Promise<void> {
  const failure = page.getByRole('article').getByRole('alert');
  await page.getByRole('button', { name: 'Solo vocals' }).or(failure).first().waitFor();
  expect(await failure.allTextContents()).toEqual([]);
}

/** Waits until an excerpt of `sound` is heard, sample for sample.
 *  @param options.overJoin an excerpt in which the player goes from one section to the next */
async function expectHeard(page: Page, sound: Float32Array, { overJoin = false } = {}) {
  const isHeard = async () => {
    const excerpt = await heard(page);
    if (excerpt.every((sample) => Math.abs(sample) < audible)) return false;
    const from = placeOf(excerpt, sound);
    if (from === undefined) return false;
    return !overJoin || (from + excerpt.length) % sectionLength < excerpt.length;
  };
  await expect.poll(isHeard, { timeout: 25_000, interval: 150 }).toBe(true);
}

/** Less is no proof of anything. */
const audible = 0.003;
/** Of `stem-run.ts`, in samples. */
const sectionLength = 2 * 44_100;

function sumOf(sounds: readonly Float32Array[]): Float32Array {
  return sounds[0].map((_, i) => sounds.reduce((sum, sound) => sum + sound[i], 0));
}

async function isOn(button: Locator): Promise<boolean> {
  return (await button.getAttribute('aria-pressed')) === 'true';
}
