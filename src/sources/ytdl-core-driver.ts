import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { downloadFromInfo, getInfo, videoFormat, videoInfo } from '@distube/ytdl-core';
import { AppError, CancelledError } from '../errors.js';
import { writeWhole } from '../write-whole.js';
import { shownLink } from './check-link.js';
import { displayTitle } from './display-name.js';
import type { FetchedLink, FetchOptions, LinkDriver } from './link-driver.js';
import { linkError } from './link-problem.js';
import { siteProblem } from './site-problem.js';
import { sizeBound } from './size-bound.js';

/** The part of @distube/ytdl-core that is used. */
export interface YtdlLibrary {
  getInfo: typeof getInfo;
  downloadFromInfo: typeof downloadFromInfo;
}

/** Fetches YouTube videos without any installed program. The library breaks whenever YouTube
 *  changes; its errors then say to install yt-dlp. */
export function createYtdlCoreDriver(library?: YtdlLibrary): LinkDriver {
  return {
    id: 'ytdl-core',
    async fetch(link, options) {
      const shown = shownLink(link.url);
      try {
        const ytdl = library ?? (await loadLibrary());
        const info = await orCancelled(ytdl.getInfo(link.url), options.signal);
        refuseUnfit(info, link.url, options);
        return await save(ytdl, info, link.url, options);
      } catch (error) {
        if (options.signal?.aborted) throw new CancelledError();
        if (error instanceof AppError) throw error;
        const said = describe(error);
        throw linkError(siteProblem(said), shown, { found: said.slice(0, 200), cause: error });
      }
    },
  };
}

/** Without its look-up of newer versions and its debug files in the working directory, which it
 *  only leaves off for these two variables. */
async function loadLibrary(): Promise<YtdlLibrary> {
  process.env.YTDL_NO_UPDATE = '1';
  process.env.YTDL_NO_DEBUG_FILE = '1';
  const { default: ytdl } = await import('@distube/ytdl-core');
  return ytdl;
}

function refuseUnfit(info: videoInfo, url: string, { maxDurationSeconds }: FetchOptions): void {
  const { isLiveContent, liveBroadcastDetails, lengthSeconds } = info.videoDetails;
  if (isLiveContent && liveBroadcastDetails?.isLiveNow)
    throw linkError('link-live', shownLink(url));
  if (Number(lengthSeconds) > maxDurationSeconds) {
    const found = `${lengthSeconds} s, the limit is ${maxDurationSeconds} s`;
    throw linkError('too-long', shownLink(url), { found });
  }
}

async function save(
  ytdl: YtdlLibrary,
  info: videoInfo,
  url: string,
  options: FetchOptions,
): Promise<FetchedLink> {
  const format = bestAudio(info.formats, url);
  const path = join(options.dir, `source.${format.container}`);
  const stream = ytdl.downloadFromInfo(info, { format });
  const bound = sizeBound({ ...options, link: url, totalBytes: Number(format.contentLength) });
  try {
    // The library's streams never close when destroyed, so a cancelled pipeline would not settle.
    await writeWhole(path, (partial) =>
      orCancelled(pipeline(stream, bound, createWriteStream(partial)), options.signal),
    );
  } catch (error) {
    stopStream(stream);
    throw error;
  }
  const { title, lengthSeconds } = info.videoDetails;
  return { path, title: displayTitle(title), durationSeconds: Number(lengthSeconds), source: url };
}

/** The format with most bits per second of audio; without pictures if there is one. */
function bestAudio(formats: readonly videoFormat[], url: string): videoFormat {
  const [best] = formats
    .filter((format) => format.hasAudio && format.url)
    .sort(
      (a, b) =>
        Number(a.hasVideo) - Number(b.hasVideo) || (b.audioBitrate ?? 0) - (a.audioBitrate ?? 0),
    );
  if (!best) throw linkError('extractor-broken', shownLink(url), { found: 'no audio format' });
  return best;
}

function stopStream(stream: Readable): void {
  stream.on('error', () => {}); // The caller has its error already.
  stream.destroy();
}

async function orCancelled<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return work;
  if (signal.aborted) throw new CancelledError();
  let onAbort = () => {};
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () => reject(new CancelledError());
    signal.addEventListener('abort', onAbort);
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

/** The library wraps network failures: what they say is in `cause`. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause ? `${error.message} ${describe(error.cause)}` : error.message;
}
