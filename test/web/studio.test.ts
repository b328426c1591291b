import { readFile, stat } from 'node:fs/promises';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writeWav } from '../../src/audio/wav.js';
import type { RunningServer } from '../../src/start/serve.js';
import { expectAccessible } from './support/accessibility.js';
import { hasBrowser, launchBrowser } from './support/browser.js';
import { tabTo } from './support/keyboard.js';
import { hummedSong } from './support/song.js';
import { startStudio } from './support/studio.js';
import { visit, type WithPlayers } from './support/visit.js';

/** The real page in a real browser, the real server, real jobs on real audio. */
describe.skipIf(!hasBrowser())('the studio', () => {
  let dir: string;
  let songPath: string;
  let studio: RunningServer;
  let browser: Browser;

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'canto-web-'));
    songPath = join(dir, 'Hummed “song” №1.wav');
    await writeWav(songPath, hummedSong(), 16);
    studio = await startStudio(join(dir, 'data'));
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await studio?.close();
    await rm(dir, { recursive: true, force: true });
  });

  test('a newcomer covers the demo song by keyboard alone, compares, and downloads', async () => {
    const page = await visit(browser, studio.url);
    const press = (key: string) => page.keyboard.press(key);
    await expectAccessible(page);

    await tabTo(page, page.getByRole('button', { name: 'Use the demo song' }));
    await press('Enter');
    await page.getByRole('group', { name: 'Chosen song: Over the Water (demo)' }).waitFor();
    await tabTo(page, page.getByRole('radio').first());
    await press('ArrowDown');
    expect(await page.getByRole('radio').nth(1).isChecked()).toBe(true);
    await tabTo(page, page.locator('summary'));
    await press('Enter');
    await expectAccessible(page);
    await tabTo(page, page.getByRole('button', { name: 'Generate' }));
    await press('Enter');
    await page.getByRole('progressbar', { name: 'Cover' }).waitFor();
    await expectAccessible(page);

    await finishedCover(page, /cover\.wav/);
    await page.getByRole('heading', { name: /sung by.*AI-made/s }).waitFor();
    await expectAccessible(page);
    await press('a');
    expect(await page.getByRole('radio', { name: 'Original' }).isChecked()).toBe(true);
    await press('Space');
    await page.getByRole('button', { name: 'Pause the original' }).waitFor();
    await waitForPosition(page, 0.5);
    await expectInStep(page);
    await press('b');
    expect(await page.getByRole('radio', { name: 'Cover' }).isChecked()).toBe(true);
    expect(await positionSeconds(page)).toBeGreaterThanOrEqual(0.5);
    await press('Space');
    await page.getByRole('button', { name: 'Play the cover' }).waitFor();

    const downloading = page.waitForEvent('download');
    await tabTo(page, page.getByRole('link', { name: /Download cover/ }));
    await press('Enter');
    const download = await downloading;
    const bytes = await readFile(await download.path());
    expect(bytes.toString('latin1', 0, 4)).toBe('RIFF');
  });

  test('a dropped song keeps its place through settings, another run and a reload', async () => {
    const page = await visit(browser, studio.url);
    await page.locator('input[type=file]').setInputFiles(songPath);
    const chosen = page.getByRole('group', { name: /Chosen song: Hummed/ });
    await chosen.getByText('0:05').waitFor();
    await page.getByText('Advanced settings').click();
    await page.getByLabel('Format').selectOption('mp3');
    await page.getByRole('slider', { name: 'Wet' }).fill('0.5');
    await generate(page);
    await finishedCover(page, /cover\.mp3/);
    for (const stem of ['new vocal', 'accompaniment', 'original vocal']) {
      await page.getByRole('link', { name: `Download ${stem}` }).waitFor();
    }

    await page.reload();
    await page.getByRole('link', { name: /cover\.mp3/ }).waitFor();
    await page.getByRole('button', { name: 'Change settings and run again' }).click();
    await chosen.getByText('0:05').waitFor();
    await page.getByText('Advanced settings').click();
    expect(await page.getByLabel('Format').inputValue()).toBe('mp3');
    expect(await page.getByRole('slider', { name: 'Wet' }).inputValue()).toBe('0.5');
    await page.getByLabel('Format').selectOption('flac');
    await generate(page);
    await finishedCover(page, /cover\.flac/);

    await page.reload();
    const history = page.getByRole('region', { name: 'History' });
    await expect.poll(() => history.getByText(/Hummed/).count()).toBe(2);
  });

  test('what is no song is refused with a reason and a way on', async () => {
    const page = await visit(browser, studio.url, { refusals: [415, 422, 400] });
    const notes = { name: 'notes.mp3', mimeType: 'audio/mpeg', buffer: Buffer.from('la la la') };
    await page.locator('input[type=file]').setInputFiles(notes);
    await page
      .getByRole('alert')
      .getByText(/notes\.mp3/)
      .waitFor();
    await expectAccessible(page);
    const empty = { ...notes, buffer: Buffer.alloc(0) };
    await page.locator('input[type=file]').setInputFiles(empty);
    await page.getByRole('alert').getByText(/empty/).waitFor();
    await page.locator('input[type=file]').setInputFiles(songPath);
    await page.getByRole('group', { name: /Chosen song: Hummed/ }).waitFor();
    expect(await page.getByRole('alert').count()).toBe(0);
  });

  test('a song beyond 50 MB arrives in pieces', async () => {
    const large = join(dir, 'large.wav');
    const { sampleRate, channels } = hummedSong();
    const repeated = channels.map((channel) => repeat(channel, 60));
    await writeWav(large, { sampleRate, length: repeated[0].length, channels: repeated }, 16);
    expect((await stat(large)).size).toBeGreaterThan(50_000_000);
    const page = await visit(browser, studio.url);
    const pieces: string[] = [];
    page.on('request', (request) => pieces.push(request.method()));
    await page.locator('input[type=file]').setInputFiles(large);
    await page.getByRole('group', { name: 'Chosen song: large.wav' }).getByText('5:00').waitFor();
    expect(pieces.filter((method) => method === 'PATCH').length).toBeGreaterThan(1);
  });

  test('a cover can be cancelled and gone on with', async () => {
    const page = await visit(browser, studio.url);
    await page.locator('input[type=file]').setInputFiles(songPath);
    await page.getByRole('group', { name: /Chosen song/ }).waitFor();
    await page.getByText('Advanced settings').click();
    await page.getByRole('slider', { name: 'Transpose song' }).fill('2');
    await generate(page);
    await page.locator('main article').getByRole('button', { name: 'Cancel' }).click();
    await page.getByText('You cancelled this cover').waitFor();
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Go on' }).click();
    await finishedCover(page, /cover\.wav/);
  });

  test('a lost server is told of, and the page goes on when it is back', async () => {
    const page = await visit(browser, studio.url, { refusals: [0] });
    await page.context().setOffline(true);
    await page
      .getByRole('alert')
      .getByText(/doesn’t answer/)
      .waitFor();
    await expectAccessible(page);
    await page.context().setOffline(false);
    await page.getByRole('alert').waitFor({ state: 'detached' });
  });

  test('an address of no job says so', async () => {
    const page = await visit(browser, studio.url, { refusals: [404] });
    await page.goto(`${studio.url}/#/jobs/none`);
    await page.getByRole('alert').getByText(/none/).waitFor();
    await expectAccessible(page);
    await page.getByRole('button', { name: 'New cover' }).click();
    await page.getByRole('button', { name: 'Generate' }).waitFor();
  });
});

async function generate(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Generate' }).click();
  await page.getByRole('progressbar', { name: 'Cover' }).waitFor();
}

/** Waits for the download of that name; a failed job fails the test at once, in its own words. */
async function finishedCover(page: Page, name: RegExp): Promise<void> {
  const failure = page.getByRole('alert');
  await page.getByRole('link', { name }).or(failure).first().waitFor();
  expect(await failure.allTextContents()).toEqual([]);
}

function positionSeconds(page: Page): Promise<number> {
  return page.getByRole('slider', { name: 'Position' }).inputValue().then(Number);
}

async function waitForPosition(page: Page, seconds: number): Promise<void> {
  await expect.poll(() => positionSeconds(page), { timeout: 20_000 }).toBeGreaterThan(seconds);
}

/** A switch is instant when both sides are at the same place; 50 ms apart is heard as one. */
async function expectInStep(page: Page): Promise<void> {
  const apartSeconds = () =>
    page.evaluate(() => {
      const [original, cover] = (window as unknown as WithPlayers).players.filter(({ src }) => src);
      return Math.abs(original.currentTime - cover.currentTime);
    });
  await expect.poll(apartSeconds, { timeout: 20_000 }).toBeLessThan(0.05);
}

function repeat(samples: Float32Array, times: number): Float32Array {
  const repeated = new Float32Array(samples.length * times);
  for (let n = 0; n < times; n++) repeated.set(samples, n * samples.length);
  return repeated;
}
