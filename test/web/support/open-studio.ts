import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import type { RunningServer } from '../../../src/start/serve.js';
import { launchBrowser, type BrowserOptions } from './browser.js';
import { buildPage, startStudio } from './studio.js';
import { visit, type VisitOptions } from './visit.js';

/** Writes what the tests need into their folder, and says what the browser hears. */
type Furnish = (dir: string) => Promise<BrowserOptions | void>;

/** The real server and a real browser for the tests of one `describe`, ready when these run. */
export function openStudio(furnish: Furnish = () => Promise.resolve()): OpenStudio {
  const studio = new OpenStudio();
  beforeAll(() => studio.open(furnish));
  afterAll(() => studio.close());
  return studio;
}

class OpenStudio {
  /** Holds the studio's data, and whatever a test writes. */
  dir!: string;
  browser!: Browser;
  #server!: RunningServer;

  get url(): string {
    return this.#server.url;
  }

  async open(furnish: Furnish): Promise<void> {
    this.dir = await mkdtemp(join(tmpdir(), 'canto-web-'));
    const options = (await furnish(this.dir)) ?? {};
    buildPage();
    this.#server = await this.#start();
    this.browser = await launchBrowser(options);
  }

  /** As `visit` does, in a fresh profile of the one browser. */
  visit(options?: VisitOptions): Promise<Page> {
    return visit(this.browser, this.url, options);
  }

  /** Ends the server and starts another at its address, with its data. */
  async restart(settings: Record<string, string> = {}): Promise<void> {
    const { port } = new URL(this.url);
    await this.#server.close();
    this.#server = await this.#start({ CANTO_PORT: port, ...settings });
  }

  async close(): Promise<void> {
    await this.browser?.close();
    await this.#server?.close();
    await rm(this.dir, { recursive: true, force: true });
  }

  #start(settings?: Record<string, string>): Promise<RunningServer> {
    return startStudio(join(this.dir, 'data'), settings);
  }
}
