import type { AxeResults } from 'axe-core';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { desktop, phone } from './visit.js';

const axeScript = await readFile(
  createRequire(import.meta.url).resolve('axe-core/axe.min.js'),
  'utf8',
);
/** What WCAG 2.2 asks of touch targets is 24 px; ours is what Apple's and Google's guides ask. */
const touchTargetPx = 44;

/** Holds the page, as it is now, to axe's rules at both widths and in both themes, and to the
 *  phone's own needs. */
export async function expectAccessible(page: Page): Promise<void> {
  for (const [viewport, colorScheme] of [
    [phone, 'light'],
    [desktop, 'dark'],
  ] as const) {
    await page.setViewportSize(viewport);
    await page.emulateMedia({ colorScheme });
    expect(await violations(page)).toEqual([]);
    expect(await sidewaysScroll(page)).toBe(0);
    if (viewport === phone) expect(await smallTargets(page)).toEqual([]);
  }
}

async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axeScript);
  const results = await page.evaluate<AxeResults>('axe.run()');
  return results.violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}

function sidewaysScroll(page: Page): Promise<number> {
  return page.evaluate(() => Math.max(0, document.documentElement.scrollWidth - innerWidth));
}

/** Buttons, fields and links that a thumb would miss; but the notes of a roll are as long and as far
 *  apart as they sound, which is essential to them (WCAG 2.5.5), and can be moved by keys. */
function smallTargets(page: Page): Promise<string[]> {
  return page.evaluate((least) => {
    const controls = document.querySelectorAll('button:not(.roll-note), a, select, input, summary');
    const small = [...controls].filter((control) => {
      const target = control.closest('label') ?? control;
      const { width, height } = target.getBoundingClientRect();
      return width > 0 && (height < least || width < least);
    });
    return small.map((control) => control.outerHTML);
  }, touchTargetPx);
}
