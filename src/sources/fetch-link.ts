import type { Config } from '../config.js';
import type { RunOptions } from '../progress.js';
import { checkLink, shownLink, type CheckedLink } from './check-link.js';
import { createFileDriver } from './file-driver.js';
import type { FetchedLink, LinkDriver } from './link-driver.js';
import { linkError } from './link-problem.js';
import { createYtDlpDriver } from './yt-dlp-driver.js';
import { findYtDlp } from './yt-dlp-program.js';
import { createYtdlCoreDriver } from './ytdl-core-driver.js';

/** The settings that links depend on. */
type LinkConfig = Pick<
  Config,
  'ytDlp' | 'linkHosts' | 'allowPrivateLinks' | 'maxUploadBytes' | 'maxSeparationSeconds'
>;

interface FetchLinkOptions extends RunOptions {
  /** An existing folder of the caller's own, where the file goes. */
  dir: string;
  config: LinkConfig;
}

/** Fetches the audio behind a YouTube video, a page of a configured host, or a plain file. What it
 *  holds is only known once it is decoded.
 *  @throws InputError or ModelError with a code of `link-problem.ts`; CancelledError */
export async function fetchLink(text: string, options: FetchLinkOptions): Promise<FetchedLink> {
  const { dir, config, signal, onProgress } = options;
  const link = checkLink(text, config);
  const driver = await chooseLinkDriver(link, config);
  return driver.fetch(link, {
    dir,
    signal,
    onProgress,
    maxBytes: config.maxUploadBytes,
    // Other work may refuse it once it is decoded.
    maxDurationSeconds: config.maxSeparationSeconds,
  });
}

/** yt-dlp for videos and pages when this machine has it, ytdl-core for YouTube when not, our own
 *  client for files.
 *  @throws ModelError yt-dlp-missing when only yt-dlp could read the link */
async function chooseLinkDriver(link: CheckedLink, config: LinkConfig): Promise<LinkDriver> {
  if (link.kind === 'file') return createFileDriver({ settings: config });
  const program = await findYtDlp(config.ytDlp);
  if (program) return createYtDlpDriver(program, config);
  if (link.kind === 'youtube') return createYtdlCoreDriver();
  throw linkError('yt-dlp-missing', shownLink(link.url));
}
