import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { loadConfig } from '../../../src/config.js';
import { serve, type RunningServer } from '../../../src/start/serve.js';

const webDir = fileURLToPath(new URL('../../../web', import.meta.url));

/** Builds the page as it is now. */
export async function buildPage(): Promise<void> {
  await build({ configFile: `${webDir}/vite.config.ts`, logLevel: 'error' });
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
