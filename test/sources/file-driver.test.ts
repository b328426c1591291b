import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { checkLink } from '../../src/sources/check-link.js';
import { createFileDriver } from '../../src/sources/file-driver.js';
import { followRedirects } from '../../src/sources/follow-redirects.js';
import type { NameResolver } from '../../src/sources/public-address.js';

const open = { linkHosts: [], allowPrivateLinks: true };
const closed = { linkHosts: [], allowPrivateLinks: false };
const song = Buffer.alloc(200_000, 3);

type Handler = (request: IncomingMessage, response: ServerResponse) => void;
const pages: Record<string, Handler> = {
  '/song.mp3': (_request, response) => {
    response.writeHead(200, { 'content-type': 'audio/mpeg', 'content-length': song.length });
    response.end(song);
  },
  '/named': (_request, response) => {
    response.setHeader('content-disposition', `attachment; filename*=UTF-8''Gr%C3%BC%C3%9Fe.flac`);
    response.end(song);
  },
  '/to-song': redirect('/song.mp3'),
  '/loop': redirect('/loop'),
  '/to-file': redirect('file:///etc/passwd'),
  '/page': (_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
    response.end('<html>');
  },
  '/endless': (_request, response) => {
    const send = () => !response.destroyed && response.write(song, () => setImmediate(send));
    send();
  },
  '/cut': (_request, response) => {
    response.writeHead(200, { 'content-length': song.length });
    response.write(song.subarray(0, 1000), () => response.destroy());
  },
  '/silent': () => {},
};

function redirect(location: string): Handler {
  return (_request, response) => response.writeHead(302, { location }).end();
}

let server: Server;
let base: string;
let dir: string;
beforeAll(async () => {
  server = createServer((request, response) => {
    const path = request.url ?? '';
    const status = Number(path.slice(1));
    if (status) response.writeHead(status).end('no');
    else (pages[path] ?? redirect('/404'))(request, response);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'canto-link-'));
});
afterEach(() => rm(dir, { recursive: true }));

function fetchFile(path: string, options: { signal?: AbortSignal; maxBytes?: number } = {}) {
  return createFileDriver({ settings: open }).fetch(checkLink(base + path, open), {
    dir,
    maxBytes: 1_000_000,
    maxDurationSeconds: 600,
    ...options,
  });
}

describe('a plain link', () => {
  it('gives the file and its name', async () => {
    const fractions: number[] = [];
    const onProgress = (fraction: number) => fractions.push(fraction);
    const fetched = await createFileDriver({ settings: open }).fetch(
      checkLink(`${base}/song.mp3`, open),
      { dir, maxBytes: 1e6, maxDurationSeconds: 1, onProgress },
    );
    expect(fetched).toMatchObject({ title: 'song', source: `${base}/song.mp3` });
    expect((await readFile(fetched.path)).equals(song)).toBe(true);
    expect(await readdir(dir)).toEqual(['source.mp3']);
    expect(fractions.at(-1)).toBe(1);
  });

  it('takes the name that the server gives', async () => {
    expect(await fetchFile('/named')).toMatchObject({
      title: 'Grüße',
      path: join(dir, 'source.flac'),
    });
  });

  it('follows a redirect', async () => {
    expect(await fetchFile('/to-song')).toMatchObject({ path: join(dir, 'source.audio') });
  });

  it.each([
    ['/403', 'link-forbidden'],
    ['/401', 'link-forbidden'],
    ['/404', 'link-unavailable'],
    ['/410', 'link-unavailable'],
    ['/429', 'link-rate-limited'],
    ['/500', 'link-server-error'],
    ['/loop', 'link-redirects'],
    ['/to-file', 'link-not-https'],
    ['/page', 'unsupported-host'],
    ['/cut', 'no-network'],
  ])('to %s fails as %s and leaves nothing', async (path, code) => {
    await expect(fetchFile(path)).rejects.toMatchObject({ code });
    expect(await readdir(dir)).toEqual([]);
  });

  it('is cut at the largest allowed size, announced or not', async () => {
    const maxBytes = 150_000;
    await expect(fetchFile('/song.mp3', { maxBytes })).rejects.toMatchObject({ code: 'too-large' });
    await expect(fetchFile('/endless', { maxBytes })).rejects.toMatchObject({ code: 'too-large' });
    expect(await readdir(dir)).toEqual([]);
  });

  it('stops when it is cancelled', async () => {
    const { signal } = withAbortAfterRequest('/silent');
    await expect(fetchFile('/silent', { signal })).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('to a host that is not there says so', async () => {
    const link = { kind: 'file', url: 'http://127.0.0.1:1/a.mp3' } as const;
    const options = { dir, maxBytes: 1, maxDurationSeconds: 1 };
    const fetching = createFileDriver({ settings: open }).fetch(link, options);
    await expect(fetching).rejects.toMatchObject({ code: 'no-network' });
  });
});

function withAbortAfterRequest(path: string): AbortController {
  const controller = new AbortController();
  const abort = (request: IncomingMessage) => {
    if (request.url !== path) return;
    server.off('request', abort);
    controller.abort();
  };
  server.on('request', abort);
  return controller;
}

describe('a link to a private address', () => {
  const answer =
    (...addresses: string[]): NameResolver =>
    (_name, _options, done) =>
      done(
        null,
        addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
      );
  const fetchName = (resolve: NameResolver) =>
    createFileDriver({ settings: closed, resolve }).fetch(
      checkLink('https://song.example/a.mp3', closed),
      { dir, maxBytes: 1, maxDurationSeconds: 1 },
    );

  it.each([
    [['127.0.0.1']],
    [['10.1.2.3']],
    [['169.254.169.254']],
    [['::1']],
    [['::ffff:127.0.0.1']],
    [['fd00::1']],
    [['93.184.216.34', '192.168.0.1']],
  ])('is refused when its name resolves to %j', async (addresses) => {
    const fetching = fetchName(answer(...addresses));
    await expect(fetching).rejects.toMatchObject({ code: 'private-address' });
  });

  it('whose name does not resolve says so', async () => {
    const fail: NameResolver = (_name, _options, done) =>
      done(Object.assign(new Error('getaddrinfo ENOTFOUND'), { code: 'ENOTFOUND' }), []);
    await expect(fetchName(fail)).rejects.toMatchObject({ code: 'no-network' });
  });

  it.each([
    'https://169.254.169.254/latest/meta-data',
    'https://localhost/a.mp3',
    'https://[::ffff:10.0.0.1]/',
    '//127.0.0.1/a.mp3',
  ])('is not asked when a redirect leads to %s', async (location) => {
    const asked: string[] = [];
    const get = (url: URL) => {
      asked.push(url.href);
      return Promise.resolve({ statusCode: 302, headers: { location }, destroy: vi.fn() });
    };
    const start = new URL('https://song.example/a.mp3');
    const following = followRedirects(start, { settings: closed, get });
    await expect(following).rejects.toMatchObject({ code: 'private-address' });
    expect(asked).toEqual([start.href]);
  });

  it('is not asked for after a redirect to plain http', async () => {
    const headers = { location: 'http://song.example/a.mp3' };
    const get = () => Promise.resolve({ statusCode: 301, headers, destroy: vi.fn() });
    const following = followRedirects(new URL('https://song.example/'), { settings: closed, get });
    await expect(following).rejects.toMatchObject({ code: 'link-not-https' });
  });
});
