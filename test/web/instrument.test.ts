import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { resample } from '../../src/audio/resample.js';
import { writeWav } from '../../src/audio/wav.js';
import { readMidi } from '../../src/score/read-midi.js';
import { hum, withRoom } from '../instruments/hums.js';
import { expectAccessible } from './support/accessibility.js';
import { hasBrowser } from './support/browser.js';
import { openStudio } from './support/open-studio.js';

/** The real page with a microphone that hears a real hum, the real server, real jobs. */
describe.skipIf(!hasBrowser())('humming on the page', { timeout: 300_000 }, () => {
  const studio = openStudio(async (dir) => {
    const microphone = join(dir, 'microphone.wav');
    const sung = hum([
      [220, 0.6, 0.1],
      [262, 0.6, 0.1],
    ]);
    await writeWav(microphone, resample(withRoom(sung), 48_000), 16);
    return { microphone };
  });

  test('a singer records a hum, hears it played, corrects a note, and takes MIDI away', async () => {
    const page = await studio.visit({ permissions: ['microphone'] });
    await page.getByRole('link', { name: 'Instrument', exact: true }).click();
    await page.getByRole('radio', { name: 'Flute', exact: true }).check();
    await expectAccessible(page);
    const play = page.getByRole('button', { name: 'Play it' });
    expect(await play.isDisabled()).toBe(true);
    await page.getByRole('button', { name: 'Record', exact: true }).click();
    await page.getByRole('button', { name: 'Stop' }).waitFor();
    await page.waitForTimeout(4000);
    expect(await sungPixels(page)).toBeGreaterThan(50);
    await page.getByRole('button', { name: 'Stop' }).click();
    await page.getByRole('group', { name: 'Chosen song: Hum' }).waitFor();
    await play.click();

    await page.getByRole('heading', { name: /played on flute/ }).waitFor();
    const notes = page.getByRole('group', { name: 'Notes' }).getByRole('button');
    await notes.first().waitFor();
    expect(await notes.count()).toBeGreaterThan(2);
    await expectAccessible(page);
    const again = page.getByRole('button', { name: 'Play the corrected notes' });
    expect(await again.isDisabled()).toBe(true);
    const before = await midiOf(page);
    await notes.first().focus();
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('ArrowUp');
    await again.click();
    await page.getByText('Play the corrected notes').waitFor({ state: 'detached' });
    await again.waitFor();
    const after = await midiOf(page);
    expect(after[0] - before[0]).toBe(2);
    expect(after.slice(1)).toEqual(before.slice(1));
  });
});

/** How many pixels of the pitch line are of the lamp's colour. */
function sungPixels(page: Page): Promise<number> {
  return page.locator('canvas').evaluate((canvas: HTMLCanvasElement) => {
    const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
    let lit = 0;
    for (let i = 0; i < data.length; i += 4) if (data[i] > 200 && data[i + 3] > 0) lit++;
    return lit;
  });
}

/** The pitches of the MIDI file that the page offers. */
async function midiOf(page: Page): Promise<number[]> {
  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: /melody\.mid/ }).click();
  const file = await (await download).path();
  return readMidi(await readFile(file)).parts[0].notes.map(({ pitch }) => pitch);
}
