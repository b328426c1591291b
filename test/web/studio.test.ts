import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { describe, expect, onTestFinished, test } from 'vitest';
import { writeWav } from '../../src/audio/wav.js';
import { expectAccessible } from './support/accessibility.js';
import { hasBrowser } from './support/browser.js';
import { tabTo } from './support/keyboard.js';
import { hummedSong } from './support/song.js';
import { serveSong } from './support/song-server.js';
import { openStudio } from './support/open-studio.js';
import { desktop, phone, type WithPlayers } from './support/visit.js';

/** The real page in a real browser, the real server, real jobs on real audio. */
describe.skipIf(!hasBrowser())('the studio', () => {
  let songPath: string;

  const studio = openStudio(async (dir) => {
    songPath = join(dir, 'Hummed “song” №1.wav');
    await writeWav(songPath, hummedSong(), 16);
  });

  test('a newcomer covers the demo song by keyboard alone, compares, and downloads', async () => {
    const page = await studio.visit();
    const press = (key: string) => page.keyboard.press(key);
    await expectAccessible(page);

    await page.getByRole('group', { name: 'Chosen song: Over the Water (demo)' }).waitFor();
    await tabTo(page, page.getByRole('radio').first());
    await press('ArrowDown');
    expect(await page.getByRole('radio').nth(1).isChecked()).toBe(true);
    await tabTo(page, page.locator('summary', { hasText: 'Advanced settings' }));
    await press('Enter');
    await expectAccessible(page);
    await tabTo(page, page.getByRole('button', { name: 'Generate' }));
    await press('Enter');
    await page.getByRole('progressbar', { name: 'Cover' }).waitFor();
    await expectAccessible(page);

    await finishedCover(page, /cover\.wav/);
    const heading = page.getByRole('heading', { name: /sung by.*AI-made/s });
    expect(await heading.evaluate((element) => element === document.activeElement)).toBe(true);
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

  test('a dropped song keeps its place through settings and a reload, until it is deleted', async () => {
    const page = await studio.visit();
    await page.getByLabel('Choose a file').setInputFiles(songPath);
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
    await page.getByRole('button', { name: 'Change settings' }).click();
    await chosen.getByText('0:05').waitFor();
    await page.getByText('Advanced settings').click();
    expect(await page.getByLabel('Format').inputValue()).toBe('mp3');
    expect(await page.getByRole('slider', { name: 'Wet' }).inputValue()).toBe('0.5');

    const history = page.getByRole('region', { name: 'History' });
    await history.getByText(/Hummed/).waitFor();
    await history.getByRole('button', { name: /Delete Hummed/ }).click();
    await expectAccessible(page);
    await page.keyboard.press('Enter');
    await expect.poll(() => history.getByText(/Hummed/).count()).toBe(0);
  });

  test('what is no song is refused with a reason and a way on', async () => {
    const page = await studio.visit({ refusals: [415, 422, 400] });
    const notes = { name: 'notes.mp3', mimeType: 'audio/mpeg', buffer: Buffer.from('la la la') };
    await page.getByLabel('Choose a file').setInputFiles(notes);
    await page
      .getByRole('alert')
      .getByText(/notes\.mp3/)
      .waitFor();
    await expectAccessible(page);
    const empty = { ...notes, buffer: Buffer.alloc(0) };
    await page.getByLabel('Choose a file').setInputFiles(empty);
    await page.getByRole('alert').getByText(/empty/).waitFor();
    await page.getByLabel('Choose a file').setInputFiles(songPath);
    await page.getByRole('group', { name: /Chosen song: Hummed/ }).waitFor();
    expect(await page.getByRole('alert').count()).toBe(0);
  });

  test('a song beyond 50 MB arrives in pieces', async () => {
    const large = join(studio.dir, 'large.wav');
    const { sampleRate, channels } = hummedSong();
    const repeated = channels.map((channel) => repeat(channel, 60));
    await writeWav(large, { sampleRate, length: repeated[0].length, channels: repeated }, 16);
    expect((await stat(large)).size).toBeGreaterThan(50_000_000);
    const page = await studio.visit();
    const pieces: string[] = [];
    page.on('request', (request) => pieces.push(request.method()));
    await page.getByLabel('Choose a file').setInputFiles(large);
    await page.getByRole('group', { name: 'Chosen song: large.wav' }).getByText('5:00').waitFor();
    expect(pieces.filter((method) => method === 'PATCH').length).toBeGreaterThan(1);
  });

  test('a cover goes on after it was cancelled, and after the server was away', async () => {
    const page = await studio.visit({ refusals: [0] });
    await page.getByLabel('Choose a file').setInputFiles(songPath);
    await page.getByRole('group', { name: /Chosen song/ }).waitFor();
    await page.getByText('Advanced settings').click();
    await page.getByRole('slider', { name: 'Strength' }).fill('0.5');
    await generate(page);
    await page.locator('main article').getByRole('button', { name: 'Cancel' }).click();
    await page.getByText('You cancelled this cover').waitFor();
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Go on' }).click();
    await page.getByRole('progressbar', { name: 'Cover' }).waitFor();
    await studio.restart();
    await finishedCover(page, /cover\.wav/);
  });

  test('a link is fetched, unless it leads where links must not lead', async () => {
    const song = await serveSong(songPath);
    onTestFinished(song.close);
    const page = await studio.visit({ refusals: [422, 400, 403] });
    await page.getByLabel('Paste a link').fill(song.url.replace('http:', 'https:'));
    await page.getByRole('button', { name: 'Use' }).click();
    await page.getByRole('group', { name: /Chosen song: https/ }).waitFor();
    await page.getByRole('button', { name: 'Generate' }).click();
    const refusal = page.getByRole('region', { name: 'Generate' }).getByRole('alert');
    await refusal.getByText(/private or local.*Upload the file instead/s).waitFor();
    await expectAccessible(page);

    await studio.restart({ CANTO_ALLOW_PRIVATE_LINKS: '1' });
    await page.getByLabel('Paste a link').fill(song.url);
    await page.getByRole('button', { name: 'Use' }).click();
    expect(await refusal.count()).toBe(0);
    await generate(page);
    await finishedCover(page, /cover\.wav/);
  });

  test('a failed cover says why, and can be retried or changed', async () => {
    const gone = await serveSong(songPath);
    gone.close();
    await studio.restart({ CANTO_ALLOW_PRIVATE_LINKS: '1' });
    const page = await studio.visit();
    await page.getByLabel('Paste a link').fill(gone.url);
    await page.getByRole('button', { name: 'Use' }).click();
    await generate(page);
    await page.getByRole('alert').getByRole('button', { name: 'Retry' }).waitFor();
    await expectAccessible(page);
    await page.getByRole('alert').getByRole('button', { name: 'Change settings' }).click();
    await page.getByRole('group', { name: `Chosen song: ${gone.url}` }).waitFor();
  });

  test('a server that can’t take work says so above everything', async () => {
    const page = await studio.visit({ refusals: [503] });
    const problems = ['the disk of the data folder is nearly full'];
    const body = JSON.stringify({ ready: false, problems });
    await page.route('**/readyz', (route) => route.fulfill({ status: 503, body }));
    await page.reload();
    await page.getByRole('alert').getByText(problems[0]).waitFor();
    await expectAccessible(page);
  });

  test('the theme is the system’s until it is chosen', async () => {
    const page = await studio.visit({ theme: 'light' });
    const background = () =>
      page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
    const light = await background();
    await page.emulateMedia({ colorScheme: 'dark' });
    const dark = await background();
    expect(dark).not.toBe(light);
    await page.getByRole('button', { name: 'Switch to the light theme' }).click();
    await page.getByRole('button', { name: 'Switch to the dark theme' }).waitFor();
    expect(await background()).toBe(light);
    await page.reload();
    await page.getByRole('button', { name: 'Switch to the dark theme' }).waitFor();
    expect(await background()).toBe(light);
  });

  test('song, voices and Generate are in sight at once, and nothing moves as they arrive', async () => {
    const page = await studio.visit();
    await page.locator('.chosen-song .waveform').waitFor();
    const bottom = async (target: Locator) => {
      const box = await target.boundingBox();
      return box ? box.y + box.height : Infinity;
    };
    expect(await bottom(page.getByRole('radio').first())).toBeLessThan(desktop.height);
    const go = page.getByRole('button', { name: 'Generate' });
    expect(await bottom(go)).toBeLessThan(desktop.height);
    expect(await layoutShift(page)).toBeLessThan(0.02);
    await page.setViewportSize(phone);
    expect(await bottom(go)).toBeLessThanOrEqual(phone.height);
  });

  test('a lost server is told of, and the page goes on when it is back', async () => {
    const page = await studio.visit({ refusals: [0] });
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
    const page = await studio.visit({ refusals: [404] });
    await page.goto(`${studio.url}/#/jobs/none`);
    await page.getByRole('alert').getByText(/none/).waitFor();
    await expectAccessible(page);
    await page.getByRole('button', { name: 'New cover' }).click();
    await page.getByRole('button', { name: 'Generate' }).waitFor();
  });
});

/** The sum of what moved without the user's doing, in Chromium's measure; 0.1 is called good. */
function layoutShift(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        new PerformanceObserver((list) => {
          const shifts = list.getEntries() as (PerformanceEntry & { value: number })[];
          resolve(shifts.reduce((sum, { value }) => sum + value, 0));
        }).observe({ type: 'layout-shift', buffered: true });
        setTimeout(() => resolve(0), 500);
      }),
  );
}

async function generate(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Generate' }).click();
  await page.getByRole('progressbar', { name: 'Cover' }).waitFor();
}

/** Waits for the download of that name; a failed job fails the test at once, in its own words. */
async function finishedCover(page: Page, name: RegExp): Promise<void> {
  const failure = page.getByRole('article').getByRole('alert');
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
