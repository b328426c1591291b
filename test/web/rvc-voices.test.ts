import { describe, expect, test } from 'vitest';
import { vectorPath } from '../voices/rvc/vectors.js';
import { expectAccessible } from './support/accessibility.js';
import { hasBrowser } from './support/browser.js';
import { openStudio } from './support/open-studio.js';

describe.skipIf(!hasBrowser())('voices of RVC on the page', () => {
  const studio = openStudio();

  test('are brought as they are, and have RVC’s knobs, which other voices don’t', async () => {
    const page = await studio.visit({ refusals: [503] });
    await page.getByRole('group', { name: /Chosen song/ }).waitFor();
    await page.getByText('Advanced settings').click();
    const knobs = page.getByRole('group', { name: 'RVC' });
    expect(await knobs.count()).toBe(0);
    expect(await page.getByLabel('Strength').isVisible()).toBe(true);

    await page
      .getByLabel('Import a voice')
      .setInputFiles([vectorPath('v1_32k_f0.pth'), vectorPath('index_256.index')]);
    await knobs.waitFor();
    expect(await page.getByLabel('Strength').count()).toBe(0);
    await expectAccessible(page);

    await page.getByLabel('Preset').selectOption('tuned');
    expect(await page.getByLabel('Autotune').inputValue()).toBe('0.8');
    await page.getByLabel('Protect').fill('0.1');
    await page.getByLabel('Split at silence').check();
    await page.getByLabel('F0 method').selectOption('pyin');
    const [request] = await Promise.all([
      page.waitForRequest((sent) => sent.method() === 'POST' && sent.url().endsWith('/covers')),
      page.getByRole('button', { name: 'Generate' }).click(),
    ]);
    expect(request.postDataJSON()).toMatchObject({
      preset: 'tuned',
      autotune: 0.8,
      protect: 0.1,
      indexRate: 0.75,
      split: true,
      pitchEngine: 'pyin',
    });
    // The content encoder isn't there yet: the page names the command that gets it.
    await page.getByText(/canto models pull contentvec/).waitFor();
  });

  test('that are none are refused with the verdict', async () => {
    const page = await studio.visit({ refusals: [422] });
    await page.getByLabel('Import a voice').setInputFiles({
      name: 'a.pth',
      mimeType: 'application/octet-stream',
      buffer: Buffer.from('RIFF....WAVE'),
    });
    await page.getByText(/'a.pth' is no checkpoint that can be used/).waitFor();
  });
});
