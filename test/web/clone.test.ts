import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { audioData } from '../../src/audio/audio-data.js';
import { resample } from '../../src/audio/resample.js';
import { writeWav } from '../../src/audio/wav.js';
import { decodeVoiceFile } from '../../src/voices/voice-file.js';
import { writeTake } from '../voices/clone/take-files.js';
import { cleanTake, whiteNoise, withBackground } from '../voices/clone/takes.js';
import { expectAccessible } from './support/accessibility.js';
import { hasBrowser } from './support/browser.js';
import { tabTo } from './support/keyboard.js';
import { hummedSong } from './support/song.js';
import { openStudio } from './support/open-studio.js';
import type { VisitOptions } from './support/visit.js';

/** The real page with a microphone that hears a real file, the real server, real jobs. */
describe.skipIf(!hasBrowser())('cloning a voice on the page', { timeout: 300_000 }, () => {
  const studio = openStudio(async (dir) => {
    const microphone = join(dir, 'microphone.wav');
    const { samples, sampleRate } = cleanTake();
    await writeWav(microphone, resample(audioData(sampleRate, [samples]), 48_000), 16);
    return { microphone };
  });

  const open = async (options: VisitOptions = {}) => {
    const page = await studio.visit(options);
    await page.getByRole('link', { name: 'Clone', exact: true }).click();
    await page.getByRole('button', { name: 'Record', exact: true }).waitFor();
    return page;
  };

  test('a singer records, names and clones a voice by keyboard alone, hears it, and covers a song with it', async () => {
    const page = await open({ permissions: ['microphone'] });
    const press = (key: string) => page.keyboard.press(key);
    await expectAccessible(page);
    const takes = page.getByRole('list', { name: 'Takes' });
    await tabTo(page, page.getByRole('radio', { name: 'Read aloud' }));
    await press('ArrowRight');
    await page.getByRole('button', { name: 'Hear it low' }).waitFor();

    await tabTo(page, page.getByRole('button', { name: 'Record', exact: true }));
    await press('Enter');
    const meter = page.getByRole('meter', { name: 'Level' });
    await expect
      .poll(() => meter.getAttribute('aria-valuetext'), { timeout: 20_000 })
      .toMatch(/good|quiet/);
    await expectAccessible(page);
    await page.waitForTimeout(16_000);
    await press('Enter');
    await takes.getByText('Scale 1.wav').waitFor();
    await takes.getByText(/s of voice/).waitFor();
    await expectAccessible(page);
    await tabTo(page, page.getByRole('button', { name: /Play.*Scale 1/i }));
    await press('Enter');

    const clone = page.getByRole('button', { name: 'Clone the voice' });
    expect(await clone.isDisabled()).toBe(true);
    await tabTo(page, page.getByLabel('Name of the voice'));
    await page.keyboard.type('Nova');
    await page.getByText('Confirm the consent').waitFor();
    await tabTo(page, page.getByRole('switch', { name: 'This statement is true' }));
    await press('Space');
    await tabTo(page, clone);
    await press('Enter');

    await page.getByRole('button', { name: 'Sing a song with it' }).waitFor();
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Listen to Nova' }).click();
    await page.getByRole('button', { name: 'Pause Nova' }).waitFor();
    const file = await downloaded(page, /Download the voice/);
    const { manifest } = decodeVoiceFile(file, 'nova');
    expect(manifest).toMatchObject({ id: 'nova', origin: 'cloned' });
    expect(manifest.provenance.consent).toContain('I agree');

    await tabTo(page, page.getByRole('button', { name: 'Sing a song with it' }));
    await press('Enter');
    const voice = page.getByRole('radio', { name: 'Nova' });
    await voice.waitFor();
    expect(await voice.isChecked()).toBe(true);
    const song = join(studio.dir, 'Hummed.wav');
    await writeWav(song, hummedSong(), 16);
    await page.getByLabel('Choose a file').setInputFiles(song);
    await page.getByRole('group', { name: /Chosen song: Hummed/ }).waitFor();
    await page.getByRole('button', { name: 'Generate' }).click();
    await page.getByRole('heading', { name: /sung by Nova.*AI-made/s }).waitFor();
    const cover = await downloaded(page, /Download cover/);
    expect(cover.toString('latin1', 0, 4)).toBe('RIFF');
    expect(cover.toString('latin1')).toContain('"voice":"nova"');
  });

  test('uploaded takes are checked: what can’t be used says why, and goes', async () => {
    const good = await writeTake(studio.dir, cleanTake('Monday.wav'));
    const bad = await writeTake(
      studio.dir,
      withBackground(cleanTake('Cellar.wav'), whiteNoise(), 4),
    );
    const page = await open({ refusals: [415] });
    const takes = page.getByRole('list', { name: 'Takes' });
    const notes = { name: 'notes.mp3', mimeType: 'audio/mpeg', buffer: Buffer.from('la la la') };
    await page.getByLabel('Choose recordings').setInputFiles([good, bad]);
    await page.getByLabel('Choose recordings').setInputFiles(notes);
    await takes.getByText(/much noise behind the voice/).waitFor();
    await takes.getByText(/sounds good/).waitFor();
    await takes
      .getByText(/notes\.mp3.*not|not.*audio/i)
      .first()
      .waitFor();
    await expectAccessible(page);
    await page.getByText(/Delete the takes that can’t be used/).waitFor();
    for (const name of ['Cellar.wav', 'notes.mp3']) {
      await takes.getByRole('button', { name: `Delete ${name}` }).click();
    }
    expect(await takes.getByRole('listitem').count()).toBe(1);
    await page.getByText('Give the voice a name').waitFor();
    // Takes are kept while another page is looked at.
    await page.getByRole('link', { name: 'Separate' }).click();
    await page.getByRole('link', { name: 'Clone', exact: true }).click();
    await takes.getByText('Monday.wav').waitFor();
  });

  test('without leave to use the microphone the page says so, and takes files', async () => {
    const page = await open();
    await page.context().clearPermissions();
    await page.getByRole('button', { name: 'Record', exact: true }).click();
    await page
      .getByRole('alert')
      .getByText(/doesn’t let the studio use the microphone/)
      .waitFor();
    await expectAccessible(page);
    expect(await page.getByRole('button', { name: 'Record', exact: true }).isEnabled()).toBe(true);
    await page
      .getByLabel('Choose recordings')
      .setInputFiles(await writeTake(studio.dir, cleanTake()));
    await page.getByRole('list', { name: 'Takes' }).getByText('take.wav').waitFor();
  });
});

async function downloaded(page: Page, name: RegExp): Promise<Buffer> {
  const downloading = page.waitForEvent('download');
  await page.getByRole('link', { name }).click();
  return readFile(await (await downloading).path());
}
