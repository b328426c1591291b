import { describe, expect, test } from 'vitest';
import { expectAccessible } from './support/accessibility.js';
import { hasBrowser } from './support/browser.js';
import { tabTo } from './support/keyboard.js';
import { openStudio } from './support/open-studio.js';

/** The real page in a real browser, the real server, real voices. */
describe.skipIf(!hasBrowser())('blending voices', () => {
  const studio = openStudio();

  test('a blend is heard at several mixes, made by keyboard, and chosen at once', async () => {
    const page = await studio.visit();
    await page.getByRole('radio', { name: 'Kathleen' }).waitFor();
    await tabTo(page, page.locator('summary', { hasText: 'Blend two voices' }));
    await page.keyboard.press('Enter');
    await page.getByLabel('First voice').selectOption('kathleen');
    await page.getByLabel('Second voice').selectOption('flemishguy');
    await page.getByRole('slider', { name: 'Mix' }).fill('0.4');
    await page.getByText('60 % Kathleen, 40 % Flemish Guy', { exact: true }).waitFor();
    await expectAccessible(page);
    for (const share of ['0 %', '25 %', '40 %', '50 %', '75 %', '100 %']) {
      await page.getByRole('button', { name: `Listen to ${share} Flemish Guy` }).waitFor();
    }
    await page.getByRole('button', { name: 'Listen to 40 % Flemish Guy' }).click();
    await page.getByRole('button', { name: 'Pause 40 % Flemish Guy' }).waitFor({ timeout: 60_000 });

    await page.getByLabel('Name of the new voice').fill('Nova');
    await page.keyboard.press('Enter');
    const nova = page.getByRole('radio', { name: 'Nova' });
    await nova.waitFor({ timeout: 60_000 });
    expect(await nova.isChecked()).toBe(true);
    await page.getByText('sung by Nova').waitFor();
    await expectAccessible(page);
  });
});
