import type { Locator, Page } from 'playwright-core';

/** More stops than the page has. */
const mostStops = 120;

/** Presses Tab until `target` has the focus.
 *  @throws when the keyboard can't get there */
export async function tabTo(page: Page, target: Locator): Promise<void> {
  await target.waitFor();
  for (let stops = 0; stops < mostStops; stops++) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`the keyboard doesn't reach ${target.toString()}`);
}
