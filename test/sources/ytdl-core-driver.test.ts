import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import type { videoInfo } from '@distube/ytdl-core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createYtdlCoreDriver, type YtdlLibrary } from '../../src/sources/ytdl-core-driver.js';

const link = { kind: 'youtube', url: 'https://www.youtube.com/watch?v=dQw4w9WgXcQ' } as const;
let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'canto-ytdl-'));
});
afterEach(() => rm(dir, { recursive: true }));

const formats = [
  { url: 'u1', hasAudio: true, hasVideo: true, audioBitrate: 96, container: 'mp4' },
  { url: 'u2', hasAudio: true, hasVideo: false, audioBitrate: 128, container: 'mp4' },
  {
    url: 'u3',
    hasAudio: true,
    hasVideo: false,
    audioBitrate: 160,
    container: 'webm',
    contentLength: '5',
  },
  { url: 'u4', hasAudio: false, hasVideo: true, container: 'webm' },
];

function infoOf(details: object = {}, found: unknown[] = formats): videoInfo {
  const videoDetails = { title: 'A Song', lengthSeconds: '200', isLiveContent: false, ...details };
  return { formats: found, videoDetails } as unknown as videoInfo;
}

function library(info: videoInfo | Error, stream: () => Readable = () => Readable.from(['sound'])) {
  const asked: unknown[] = [];
  const fake: YtdlLibrary = {
    getInfo: () => (info instanceof Error ? Promise.reject(info) : Promise.resolve(info)),
    downloadFromInfo: (_info, options) => {
      asked.push(options?.format);
      return stream();
    },
  };
  return { fake, asked };
}

function fetchWith(fake: YtdlLibrary, options: { signal?: AbortSignal; maxBytes?: number } = {}) {
  const limits = { dir, maxBytes: 1000, maxDurationSeconds: 600 };
  return createYtdlCoreDriver(fake).fetch(link, { ...limits, ...options });
}

describe('a video fetched without yt-dlp', () => {
  it('is its best audio without pictures', async () => {
    const { fake, asked } = library(infoOf());
    const fetched = await fetchWith(fake);
    expect(asked).toMatchObject([{ url: 'u3' }]);
    expect(fetched).toMatchObject({ title: 'A Song', durationSeconds: 200, source: link.url });
    expect(await readFile(fetched.path, 'utf8')).toBe('sound');
    expect(await readdir(dir)).toEqual(['source.webm']);
  });

  it.each([
    ['Could not parse decipher function', 'extractor-broken'],
    ['Failed to find any playable formats', 'extractor-broken'],
    ['Unable to find html5player file', 'extractor-broken'],
    ['Error parsing player_response in watch.html: x', 'extractor-broken'],
    ['Status code: 403', 'link-forbidden'],
    ['Status code: 410', 'link-unavailable'],
    ['Status code: 429', 'link-rate-limited'],
    ["Sign in to confirm you're not a bot", 'link-bot-check'],
    ['Sign in to confirm your age', 'link-age-restricted'],
    ['This is a private video. Please sign in to verify that you may see it.', 'link-private'],
    ['Video unavailable', 'link-unavailable'],
    ['The uploader has not made this video available in your country', 'link-geo-blocked'],
    ['The live stream is offline.', 'link-live'],
    ['getaddrinfo EAI_AGAIN www.youtube.com', 'no-network'],
  ])('that fails by %j is %s', async (message, code) => {
    const { fake } = library(new Error(message));
    await expect(fetchWith(fake)).rejects.toMatchObject({ code });
  });

  it('that breaks off leaves nothing', async () => {
    const broken = new PassThrough();
    broken.write('so');
    setImmediate(() => broken.destroy(new Error('Status code: 403')));
    const { fake } = library(infoOf(), () => broken);
    await expect(fetchWith(fake)).rejects.toMatchObject({ code: 'link-forbidden' });
    expect(await readdir(dir)).toEqual([]);
  });

  it('that is live, too long, too large or without sound is refused', async () => {
    const live = { isLiveContent: true, liveBroadcastDetails: { isLiveNow: true } };
    const fail = (info: videoInfo, options = {}) => fetchWith(library(info).fake, options);
    await expect(fail(infoOf(live))).rejects.toMatchObject({ code: 'link-live' });
    const long = infoOf({ lengthSeconds: '601' });
    await expect(fail(long)).rejects.toMatchObject({ code: 'too-long' });
    await expect(fail(infoOf(), { maxBytes: 2 })).rejects.toMatchObject({ code: 'too-large' });
    const mute = infoOf({}, formats.slice(3));
    await expect(fail(mute)).rejects.toMatchObject({ code: 'extractor-broken' });
    expect(await readdir(dir)).toEqual([]);
  });

  it('stops when it is cancelled, though the stream never closes', async () => {
    const endless = new PassThrough();
    endless._destroy = () => {}; // As the library's own streams do.
    endless.write('x');
    const controller = new AbortController();
    const { fake } = library(infoOf(), () => {
      setImmediate(() => controller.abort());
      return endless;
    });
    const fetching = fetchWith(fake, { signal: controller.signal });
    await expect(fetching).rejects.toMatchObject({ code: 'cancelled' });
    expect(await readdir(dir)).toEqual([]);
  });
});
