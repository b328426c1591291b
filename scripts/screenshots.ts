import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../test/web/support/browser.js';
import { buildPage, startStudio } from '../test/web/support/studio.js';
import { desktop, phone } from '../test/web/support/visit.js';

/** Makes the README's pictures of the page, with the real server, a real cover and real stems of the
 *  demo song, and a real song: `npx tsx scripts/screenshots.ts`. */

const picturesDir = fileURLToPath(new URL('../docs/images/', import.meta.url));
const sizes = { desktop, phone };
/** Where the running cover is caught, 0…1. */
const caughtAt = 0.3;

await mkdir(picturesDir, { recursive: true });
const dataDir = await mkdtemp(join(tmpdir(), 'canto-screenshots-'));
buildPage();
const studio = await startStudio(dataDir);
const browser = await launchBrowser();
try {
  for (const size of ['desktop', 'phone'] as const) await takePictures(browser, size);
} finally {
  await browser.close();
  await studio.close();
  await rm(dataDir, { recursive: true, force: true });
}

async function takePictures(browser: Browser, size: keyof typeof sizes): Promise<void> {
  const page = await browser.newPage({
    viewport: sizes[size],
    deviceScaleFactor: 2,
    colorScheme: 'dark',
  });
  const take = (state: string) =>
    page.screenshot({
      path: join(picturesDir, `${state}-${size}.png`),
      animations: 'disabled',
      // Spectrograms are no better for more pixels, only larger.
      scale: state === 'spectrogram' ? 'css' : 'device',
    });
  await page.goto(studio.url);
  await takeCover(page, size, take);
  await page.getByRole('link', { name: 'Separate' }).click();
  await takeStems(page, take);
  await page.getByRole('link', { name: 'Mix', exact: true }).click();
  await takeMix(page, take);
  await page.getByRole('link', { name: 'Song', exact: true }).click();
  await takeSong(page, take);
  await page.getByRole('link', { name: 'Instrument', exact: true }).click();
  await page.getByRole('radio', { name: 'Flute', exact: true }).waitFor();
  await take('instrument');
  await page.close();
}

type TakePicture = (state: string) => Promise<unknown>;

async function takeCover(page: Page, size: keyof typeof sizes, take: TakePicture): Promise<void> {
  await page.getByRole('radio').first().waitFor();
  await page.locator('.chosen-song .waveform').waitFor();
  await take('studio');
  // Another seed than last time, so that there is something to do.
  await page.getByText('Advanced settings').click();
  await page.getByLabel('Seed').fill(size === 'desktop' ? '1' : '2');
  await page.getByRole('button', { name: 'Generate' }).click();
  await waitForProgress(page, caughtAt);
  await take('running');
  await page.getByRole('link', { name: /Download cover/ }).waitFor({ timeout: 300_000 });
  await page.keyboard.press('Space');
  await page.waitForTimeout(8000);
  await take('done');
  await page.getByText('Spectrogram', { exact: true }).click();
  await page.waitForTimeout(1000);
  await take('spectrogram');
}

async function takeStems(page: Page, take: TakePicture): Promise<void> {
  await page.locator('.chosen-song .waveform').waitFor();
  await page.getByRole('radio', { name: '4 stems' }).press(' ');
  // Without the ring that the keyboard leaves.
  await page.getByRole('heading', { level: 1 }).focus();
  await take('separate');
  await page.getByRole('button', { name: 'Separate' }).click();
  await page.getByRole('button', { name: 'Mute vocals' }).click({ timeout: 300_000 });
  await page.getByRole('heading', { level: 1 }).focus();
  await page.keyboard.press('Space');
  await page.waitForTimeout(8000);
  await take('stems');
}

async function takeMix(page: Page, take: TakePicture): Promise<void> {
  await page.getByLabel('Or take the stems of').selectOption({ index: 1 });
  await page.getByRole('radio', { name: 'Mix by hand' }).press(' ');
  await page.waitForTimeout(2000);
  await take('mix');
}

async function takeSong(page: Page, take: TakePicture): Promise<void> {
  await page.getByRole('slider', { name: 'Length' }).fill('30');
  await page.getByRole('button', { name: 'Write the song' }).click();
  await page.getByRole('link', { name: 'Download', exact: true }).waitFor({ timeout: 300_000 });
  await page.waitForTimeout(2000);
  await take('song');
}

async function waitForProgress(page: Page, fraction: number): Promise<void> {
  await page.waitForFunction(
    (least) => {
      const bar = document.querySelector('[role=progressbar]');
      return Number(bar?.getAttribute('aria-valuenow')) >= least;
    },
    fraction * 100,
    { timeout: 300_000 },
  );
}
