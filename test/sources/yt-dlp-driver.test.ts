import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { describeWithTool } from '../support/tool.js';
import { fetchLink } from '../../src/sources/fetch-link.js';
import { findYtDlp, knowsJsRuntimes } from '../../src/sources/yt-dlp-program.js';

let home: string;
let dir: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'canto-ytdlp-'));
  dir = await mkdtemp(join(home, 'out-'));
});
afterEach(() => rm(home, { recursive: true }));

const video = 'https://www.youtube.com/watch?v=dQw4w9WgXcQ';

/** A program that says its version, notes its arguments, and then does what `script` says, which may
 *  use `dir` (the output folder), `print` and `fail(text)`. */
async function stubYtDlp(script: string, version = '2026.08.19'): Promise<string> {
  const path = join(home, 'yt-dlp');
  await writeFile(
    path,
    `#!${process.execPath}
const fs = require('node:fs');
const args = process.argv.slice(2);
if (args.includes('--version')) { console.log('${version}'); process.exit(); }
fs.writeFileSync('${join(home, 'args.json')}', JSON.stringify(args));
const dir = args[args.indexOf('--paths') + 1];
const print = console.log;
const info = (facts) => print('canto-info ' + JSON.stringify({ title: 'A/B: Song', duration: 200, ...facts }));
const progress = (facts) => print('canto-progress ' + JSON.stringify(facts));
const fail = (text) => { console.error(text); process.exit(1); };
${script}`,
    { mode: 0o755 },
  );
  return path;
}

async function fetchVideo(script: string, options: FetchOptions = {}) {
  const { version, link = video, ...run } = options;
  const ytDlp = await stubYtDlp(script, version);
  return fetchLink(link, { dir, config: { ...config, ytDlp }, ...run });
}

const config = {
  linkHosts: ['soundcloud.com'],
  allowPrivateLinks: false,
  maxUploadBytes: 10_000,
  maxSeparationSeconds: 600,
};

/** A program that only complains; as a shell script it takes no time to start. */
async function stubThatFails(text: string): Promise<string> {
  const path = join(home, 'yt-dlp');
  await writeFile(join(home, 'says'), `${text}\n`);
  const script = `case "$*" in *--version) echo 2026.08.19 ;; *) cat '${home}/says' >&2; exit 1 ;; esac`;
  await writeFile(path, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  return path;
}

interface FetchOptions {
  version?: string;
  link?: string;
  signal?: AbortSignal;
  onProgress?: (fraction: number) => void;
}

const download = `info(); progress({ downloaded_bytes: 50, total_bytes: 100 });
fs.writeFileSync(dir + '/source.webm', 'sound');`;

async function givenArguments(): Promise<string[]> {
  return JSON.parse(await readFile(join(home, 'args.json'), 'utf8')) as string[];
}

describe('a video fetched by yt-dlp', () => {
  it('is a file with title and duration', async () => {
    const fractions: number[] = [];
    const fetched = await fetchVideo(download, { onProgress: (value) => fractions.push(value) });
    expect(fetched).toEqual({
      path: join(dir, 'source.webm'),
      title: 'A/B: Song',
      durationSeconds: 200,
      source: video,
    });
    expect(fractions).toEqual([0.5]);
  });

  it('is asked for by arguments that nothing can slip into', async () => {
    await fetchVideo(download);
    const args = await givenArguments();
    expect(args.slice(-2)).toEqual(['--', video]);
    for (const option of ['--no-config', '--no-playlist', '--js-runtimes', '--max-filesize']) {
      expect(args).toContain(option);
    }
    expect(args.join(' ')).not.toContain('--exec');
  });

  it('is asked of old versions without options that they do not know', async () => {
    await fetchVideo(download, { version: '2023.03.04' });
    expect(await givenArguments()).not.toContain('--js-runtimes');
    expect(knowsJsRuntimes('2025.11.12')).toBe(true);
    expect(knowsJsRuntimes('2025.11.12.233000')).toBe(true);
    expect(knowsJsRuntimes('2025.10.22')).toBe(false);
  });

  it('may be a page of a configured host', async () => {
    const link = 'https://soundcloud.com/artist/song';
    expect(await fetchVideo(download, { link })).toMatchObject({ source: link });
  });
});

describe('what yt-dlp complains of', () => {
  const complaint = (text: string) => `ERROR: [youtube] dQw4w9WgXcQ: ${text}`;
  const says = (text: string) => `fail(${JSON.stringify(complaint(text))})`;

  it.each([
    [
      'Sign in to confirm you’re not a bot. Use --cookies-from-browser or --cookies',
      'link-bot-check',
    ],
    ['unable to download video data: HTTP Error 403: Forbidden', 'link-forbidden'],
    ["Private video. Sign in if you've been granted access to this video", 'link-private'],
    ['Join this channel to get access to members-only content like this video', 'link-private'],
    [
      'Sign in to confirm your age. This video may be inappropriate for some users.',
      'link-age-restricted',
    ],
    [
      'Video unavailable. The uploader has not made this video available in your country',
      'link-geo-blocked',
    ],
    [
      'Video unavailable. This video contains content from WMG, who has blocked it in your country on copyright grounds',
      'link-geo-blocked',
    ],
    ['This live event will begin in 3 hours.', 'link-live'],
    ['Premieres in 2 days', 'link-live'],
    ['Video unavailable. This video has been removed by the uploader', 'link-unavailable'],
    ['Video unavailable', 'link-unavailable'],
    ['unable to write data: [Errno 28] No space left on device', 'disk-full'],
    ['This video is DRM protected', 'link-drm'],
    [
      "This content isn't available, try again later. The current session has been rate-limited by YouTube",
      'link-rate-limited',
    ],
    ['HTTP Error 429: Too Many Requests', 'link-rate-limited'],
    ['Unable to extract initial player response; please report this issue', 'extractor-broken'],
    ['Requested format is not available. Use --list-formats', 'extractor-broken'],
    ['nsig extraction failed: Some formats may be missing', 'extractor-broken'],
    ['Failed to extract any player response', 'extractor-broken'],
    ['The page needs to be reloaded.', 'extractor-broken'],
    ['Something that nobody has ever seen', 'extractor-broken'],
    [
      "Unable to download API page: Failed to resolve 'www.youtube.com' ([Errno -2] Name or service not known)",
      'no-network',
    ],
    ['Unable to download webpage: The read operation timed out', 'link-timeout'],
    ['Unable to download webpage: HTTP Error 503: Service Unavailable', 'link-server-error'],
    ['Unsupported URL: https://soundcloud.com/artist', 'unsupported-host'],
  ])('%s — becomes %s', async (text, code) => {
    const ytDlp = await stubThatFails(complaint(text));
    const failure = fetchLink(video, { dir, config: { ...config, ytDlp } });
    await expect(failure).rejects.toMatchObject({ code });
    const error = await failure.catch(
      (thrown: unknown) => thrown as { message: string; hint: string },
    );
    expect(error).toHaveProperty('hint');
    expect(await readdir(dir)).toEqual([]);
  });

  it('of a broken extractor tells how to update', async () => {
    await expect(fetchVideo(says('Unable to extract x'))).rejects.toMatchObject({
      kind: 'model',
      hint: expect.stringContaining('pipx install yt-dlp') as string,
    });
  });

  it('too late, when it has begun to write, leaves nothing', async () => {
    const script = `info(); fs.writeFileSync(dir + '/source.webm.part', 'x'); ${says('HTTP Error 403')}`;
    await expect(fetchVideo(script)).rejects.toMatchObject({ code: 'link-forbidden' });
    expect(await readdir(dir)).toEqual([]);
  });
});

describe('a download is stopped', () => {
  const forever = 'setInterval(() => {}, 1000);';

  it.each([
    ['live', `info({ live_status: 'is_live', duration: null }); ${forever}`, 'link-live'],
    ['too long', `info({ duration: 601 }); ${forever}`, 'too-long'],
    ['larger than said', `info(); progress({ downloaded_bytes: 20000 }); ${forever}`, 'too-large'],
    ['said to be too large', 'info();', 'too-large'],
  ])('when it is %s', async (_what, script, code) => {
    await expect(fetchVideo(script)).rejects.toMatchObject({ code });
  });

  it('when it is cancelled, even by a program that does not want to end', async () => {
    const stubborn = `process.on('SIGTERM', () => {}); fs.writeFileSync(dir + '/source.webm.part', String(process.pid)); info(); progress({ downloaded_bytes: 1, total_bytes: 10 }); ${forever}`;
    const controller = new AbortController();
    const fetching = fetchVideo(stubborn, {
      signal: controller.signal,
      onProgress: () => controller.abort(),
    });
    await expect(fetching).rejects.toMatchObject({ code: 'cancelled' });
    expect(await readdir(dir)).toEqual([]);
  });
});

describe('without yt-dlp', () => {
  it('pages of other hosts say what to install', async () => {
    const link = 'https://soundcloud.com/a/b';
    const fetching = fetchLink(link, { dir, config: { ...config, ytDlp: 'off' } });
    await expect(fetching).rejects.toMatchObject({ code: 'yt-dlp-missing', kind: 'model' });
  });

  it('a program that is not there, or is something else, is not found', async () => {
    expect(await findYtDlp('off')).toBeUndefined();
    expect(await findYtDlp(join(home, 'nothing'))).toBeUndefined();
    expect(await findYtDlp(process.execPath)).toBeUndefined();
    const path = await stubYtDlp('');
    expect(await findYtDlp(path)).toEqual({ command: path, version: '2026.08.19' });
  });
});

const real = await findYtDlp('auto');

describeWithTool('yt-dlp', real !== undefined, () => {
  it('fetches a file from a local server with our arguments', async () => {
    const body = Buffer.alloc(3000, 1);
    const server = createServer((_request, response) => {
      response.writeHead(200, { 'content-type': 'audio/mpeg', 'content-length': body.length });
      response.end(body);
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const onProgress = vi.fn();
    const { port } = server.address() as AddressInfo;
    try {
      const local = { ytDlp: 'auto', linkHosts: ['127.0.0.1'], allowPrivateLinks: true };
      const link = `http://127.0.0.1:${port}/listen`;
      const { path, title } = await fetchLink(link, {
        dir,
        config: { ...config, ...local },
        onProgress,
      });
      expect((await readFile(path)).equals(body)).toBe(true);
      expect(title).toBe('listen');
      expect(onProgress).toHaveBeenLastCalledWith(1);
    } finally {
      server.close();
    }
  });
});
