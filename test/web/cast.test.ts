import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { writeWav } from '../../src/audio/wav.js';
import { formatSongTime, parseSongTime } from '../../web/src/format/song-time.js';
import { expectAccessible } from './support/accessibility.js';
import { hasBrowser } from './support/browser.js';
import { tabTo } from './support/keyboard.js';
import { hummedSong } from './support/song.js';
import { openStudio } from './support/open-studio.js';

test('times of a song are read as they are written', () => {
  for (const [seconds, text] of [
    [0, '0:00'],
    [45, '0:45'],
    [70.5, '1:10.5'],
    [4.06, '0:04.1'],
    [3725, '62:05'],
  ] as const) {
    expect(formatSongTime(seconds)).toBe(text);
    expect(parseSongTime(text)).toBeCloseTo(seconds, 0);
  }
  expect(parseSongTime('1:02:05')).toBe(3725);
  for (const odd of ['', 'noon', '1:2:3:4', '-5', '1:']) expect(parseSongTime(odd)).toBeUndefined();
});

/** The real page in a real browser, the real server, a real cover. */
describe.skipIf(!hasBrowser())('a cover with a cast', () => {
  let songPath: string;

  const studio = openStudio(async (dir) => {
    songPath = join(dir, 'Hummed song.wav');
    await writeWav(songPath, hummedSong(), 16);
  });

  test(
    'is set by keyboard and by drawing, sung, and told of in the report',
    { timeout: 240_000 },
    async () => {
      const page = await studio.visit();
      await page.getByLabel('Choose a file').setInputFiles(songPath);
      await page.getByRole('group', { name: /Chosen song: Hummed/ }).waitFor();
      await tabTo(page, page.locator('summary', { hasText: 'Cast' }));
      await page.keyboard.press('Enter');
      await page.getByLabel('Sings the lead').selectOption('kathleen');
      await page.getByLabel('Sings the backing vocals').selectOption('kerstin');
      await page.getByLabel('Sings the second lead').selectOption('flemishguy');
      await page.getByText('Fit the second lead to the voice').click();
      await page.getByRole('slider', { name: 'Transpose second lead' }).fill('-12');
      await expectAccessible(page);

      // The third quarter of the song, until something else is typed or drawn.
      const from = page.getByLabel('Stretch 1 from');
      expect(await from.inputValue()).toBe('0:02.5');
      await from.fill('noon');
      await page.keyboard.press('Tab');
      expect(await from.getAttribute('aria-invalid')).toBe('true');
      await from.fill('0:01');
      await page.keyboard.press('Tab');
      expect(await from.getAttribute('aria-invalid')).toBe('false');
      await page.getByLabel('Stretch 1 to').fill('0:02');
      await page.keyboard.press('Tab');
      const shape = page.locator('.marked-waveform');
      await shape.scrollIntoViewIfNeeded();
      const box = await shape.boundingBox();
      if (!box) throw new Error('the waveform is not shown');
      await page.mouse.move(box.x + 0.6 * box.width, box.y + 10);
      await page.mouse.down();
      await page.mouse.move(box.x + 0.8 * box.width, box.y + 12, { steps: 3 });
      await page.mouse.up();
      expect(await page.getByLabel('Stretch 2 from').inputValue()).toBe('0:03');
      expect(await page.getByLabel('Stretch 2 to').inputValue()).toBe('0:04');
      expect(await shape.locator('.mark').count()).toBe(2);

      await page.getByText('Kathleen & Flemish Guy & Kerstin').waitFor();
      await page.getByRole('button', { name: 'Generate' }).click();
      const failure = page.getByRole('article').getByRole('alert');
      await page
        .getByRole('link', { name: /cover\.wav/ })
        .or(failure)
        .first()
        .waitFor();
      expect(await failure.allTextContents()).toEqual([]);
      await page.getByRole('link', { name: 'Download new backing vocals' }).waitFor();
      const report = page.getByRole('region', { name: 'What was done' });
      await report.getByText(/^Flemish Guy/).waitFor();
      await report.getByText(/^Kerstin/).waitFor();
      await expectAccessible(page);

      await page.getByRole('button', { name: 'Change settings' }).click();
      await page.locator('summary', { hasText: 'Cast' }).click();
      expect(await page.getByLabel('Stretch 2 to').inputValue()).toBe('0:04');
      await page.getByRole('button', { name: 'Remove the stretch from 0:01' }).click();
      await page.getByRole('button', { name: 'Remove the stretch from 0:03' }).click();
      expect(await page.getByLabel('Sings the second lead').inputValue()).toBe('');
      await page.getByText('Kathleen & Kerstin').waitFor();
    },
  );
});
