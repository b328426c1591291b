import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RunningServer } from '../../src/start/serve.js';
import { songRequestSchema } from '../../src/studio/song-request.js';
import { completeSong, promptExamples, songRequest } from '../../web/src/state/song-settings.js';
import { expectAccessible } from './support/accessibility.js';
import { hasBrowser, launchBrowser } from './support/browser.js';
import { buildPage, startStudio } from './support/studio.js';
import { visit } from './support/visit.js';

test('the server takes what the desk sends', () => {
  for (const prompt of promptExamples) {
    for (const instrumental of [true, false]) {
      const request = songRequest(
        completeSong({ prompt, instrumental, lyrics: 'la la', voice: 'kathleen' }),
      );
      expect(songRequestSchema.safeParse(request).error, prompt).toBeUndefined();
    }
  }
});

/** The real page in a real browser, the real server, a real song. */
describe.skipIf(!hasBrowser())('the song desk', () => {
  let dir: string;
  let studio: RunningServer;
  let browser: Browser;

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'canto-web-'));
    await buildPage();
    studio = await startStudio(join(dir, 'data'));
    browser = await launchBrowser();
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await studio?.close();
    await rm(dir, { recursive: true, force: true });
  });

  test(
    'writes a song from words, and makes it again after a change',
    { timeout: 240_000 },
    async () => {
      const page = await visit(browser, studio.url);
      await page.getByRole('link', { name: 'Song' }).click();
      await page.getByRole('textbox', { name: /Style, mood/ }).fill('techno, 140 bpm, A minor');
      await page.getByRole('switch', { name: /Instrumental/ }).check();
      await page.getByRole('slider', { name: 'Length' }).fill('10');
      await expectAccessible(page);
      await page.getByRole('button', { name: 'Write the song' }).click();
      await page.getByText('tempo: 140 bpm').waitFor({ timeout: 120_000 });
      await expectAccessible(page);
      await page.getByRole('button', { name: 'Mute bass' }).first().click();
      await page.getByRole('button', { name: 'Make it again' }).click();
      await page.getByRole('button', { name: 'Unmute bass' }).first().waitFor({ timeout: 120_000 });
    },
  );
});
