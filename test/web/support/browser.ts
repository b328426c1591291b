import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';

const path = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';

/** Whether this machine has a browser for the page's tests; says loudly when not. */
export function hasBrowser(): boolean {
  if (existsSync(path)) return true;
  console.warn(
    `SKIPPED: the web client's tests, since there is no ${path}.\n` +
      'Install Debian’s chromium, or name another one in CHROMIUM_PATH.',
  );
  return false;
}

export interface BrowserOptions {
  /** A wav file that it hears, over and over, as its microphone. */
  microphone?: string;
}

/** A headless browser that plays sound without being clicked and keeps to itself. */
export function launchBrowser({ microphone }: BrowserOptions = {}): Promise<Browser> {
  return chromium.launch({
    executablePath: path,
    headless: true,
    args: [
      '--no-sandbox',
      '--disable-dev-shm-usage',
      '--autoplay-policy=no-user-gesture-required',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
      ...(microphone
        ? ['--use-fake-device-for-media-stream', `--use-file-for-fake-audio-capture=${microphone}`]
        : []),
    ],
  });
}
