import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { loadConfig } from '../../../src/config.js';
import { serve, type RunningServer } from '../../../src/start/serve.js';

const webDir = fileURLToPath(new URL('../../../web', import.meta.url));

/** Builds the page as it is now, and starts the real server with it on a free port.
 *  @param dataDir an empty folder */
export async function startStudio(dataDir: string): Promise<RunningServer> {
  await build({ configFile: `${webDir}/vite.config.ts`, logLevel: 'error' });
  return serve(
    loadConfig({
      CANTO_DATA: dataDir,
      CANTO_PORT: '0',
      CANTO_LOG_LEVEL: 'error',
      CANTO_FFMPEG: process.env.CANTO_FFMPEG,
    }),
  );
}
