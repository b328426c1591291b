import type { Browser, Page } from 'playwright-core';
import { expect, onTestFinished } from 'vitest';
import { listen } from './heard.js';

/** A cover of a short song, on a busy machine. */
const jobTimeoutMs = 100_000;

/** Widths that the page is checked at. */
export const desktop = { width: 1440, height: 900 };
export const phone = { width: 360, height: 780 };

/** The page's audio elements, which are in no document. */
export interface WithPlayers {
  players: HTMLAudioElement[];
}

function keepPlayers(): void {
  const { Audio } = window;
  const players: HTMLAudioElement[] = [];
  window.Audio = new Proxy(Audio, {
    construct(target, [url]: [string?]) {
      const player = new target(url);
      players.push(player);
      return player;
    },
  });
  Object.assign(window, { players });
}

export interface VisitOptions {
  refusals?: number[];
  theme?: 'dark' | 'light';
  /** What the user lets the page do. */
  permissions?: string[];
}

/** Opens the studio in a fresh browser profile. At the end of the test, the page must have asked
 *  nobody but the studio, thrown nothing, and written nothing to its console but `refusals`.
 *  @param options.refusals statuses of the API that the test provokes; 0 is no answer at all */
export async function visit(
  browser: Browser,
  url: string,
  { refusals = [], theme = 'dark', permissions = [] }: VisitOptions = {},
): Promise<Page> {
  const context = await browser.newContext({
    viewport: desktop,
    acceptDownloads: true,
    colorScheme: theme,
    permissions,
    // Colours are then what they are going to be at once.
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  await page.addInitScript(keepPlayers);
  await page.addInitScript(listen);
  page.setDefaultTimeout(jobTimeoutMs);
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(String(error.stack)));
  page.on('console', (message) => {
    const refused = refusals.some((status) =>
      message.text().includes(status ? `status of ${status}` : 'net::ERR_'),
    );
    if (message.type() === 'error' && !refused) complaints.push(message.text());
  });
  page.on('request', (request) => {
    if (!/^(blob|data):/.test(request.url()) && new URL(request.url()).origin !== url)
      complaints.push(`asked ${request.url()}`);
  });
  onTestFinished(async () => {
    await context.close();
    expect(complaints).toEqual([]);
  });
  await page.goto(url);
  await page.getByRole('radio').first().waitFor();
  return page;
}
