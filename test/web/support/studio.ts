import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { loadConfig } from '../../../src/config.js';
import { serve, type RunningServer } from '../../../src/start/serve.js';

const prepare = fileURLToPath(new URL('../../../scripts/prepare.mjs', import.meta.url));

/** Builds the page, and all that is built, where it is older than its sources. */
export function buildPage(): void {
  const { status } = spawnSync(process.execPath, [prepare], { stdio: 'inherit' });
  if (status !== 0) throw new Error('the page could not be built');
}

/** Starts the real server, on a free port unless `settings` name one.
 *  @param dataDir an empty folder, or that of an earlier server */
export function startStudio(
  dataDir: string,
  settings: Record<string, string> = {},
): Promise<RunningServer> {
  return serve(
    loadConfig({
      CANTO_DATA: dataDir,
      CANTO_PORT: '0',
      CANTO_LOG_LEVEL: 'error',
      CANTO_FFMPEG: process.env.CANTO_FFMPEG,
      ...settings,
    }),
  );
}
