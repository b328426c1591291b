import { describe, expect, test } from 'vitest';
import { songRequestSchema } from '../../src/studio/song-request.js';
import { completeSong, promptExamples, songRequest } from '../../web/src/state/song-settings.js';
import { expectAccessible } from './support/accessibility.js';
import { hasBrowser } from './support/browser.js';
import { openStudio } from './support/open-studio.js';

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
  const studio = openStudio();

  test(
    'writes a song from words, and makes it again after a change',
    { timeout: 240_000 },
    async () => {
      const page = await studio.visit();
      await page.getByRole('link', { name: 'Song' }).click();
      await page.getByRole('textbox', { name: /Style, mood/ }).fill('techno, 140 bpm, A minor');
      await page.getByRole('switch', { name: /Instrumental/ }).check();
      await page.getByRole('slider', { name: 'Length' }).fill('10');
      await expectAccessible(page);
      await page.getByRole('button', { name: 'Write the song' }).click();
      await page.getByText('tempo: 140 bpm').waitFor({ timeout: 120_000 });
      await expectAccessible(page);
      const main = page.getByRole('link', { name: 'Download', exact: true });
      expect(await main.getAttribute('href')).toMatch(/song\.wav\?download$/);
      await page.getByRole('button', { name: 'New song' }).waitFor();
      for (const name of ['song, song.wav', 'song file, song.json', 'midi, score.mid']) {
        await page.getByRole('link', { name: `Download ${name}` }).waitFor();
      }
      await page.getByRole('button', { name: 'Mute bass' }).first().click();
      await page.getByRole('button', { name: 'Make it again' }).click();
      await page.getByRole('button', { name: 'Unmute bass' }).first().waitFor({ timeout: 120_000 });
    },
  );
});
