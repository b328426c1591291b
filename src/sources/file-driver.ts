import { createWriteStream } from 'node:fs';
import { request as requestHttp, type IncomingMessage } from 'node:http';
import { request as requestHttps } from 'node:https';
import { extname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { AppError, CancelledError } from '../errors.js';
import { writeWhole } from '../write-whole.js';
import { shownLink, type CheckedLink, type LinkSettings } from './check-link.js';
import { titleOfFile } from './display-name.js';
import { followRedirects } from './follow-redirects.js';
import type { FetchedLink, FetchOptions, LinkDriver } from './link-driver.js';
import { linkError, type LinkProblem } from './link-problem.js';
import { PRIVATE_ADDRESS, publicLookup, type NameResolver } from './public-address.js';
import { siteProblem } from './site-problem.js';
import { sizeBound } from './size-bound.js';

/** A server that sends nothing for so long has gone. */
const IDLE_MS = 20_000;
/** A server that drips bytes doesn't hold a job longer than this. */
const WHOLE_DOWNLOAD_MS = 20 * 60_000;

interface FileDriverOptions {
  settings: LinkSettings;
  /** How names become addresses; the system's resolver unless given. */
  resolve?: NameResolver;
}

/** Fetches plain https links to audio files with our own client: public addresses only, redirects
 *  followed by hand and checked, size bounded while it streams. */
export function createFileDriver({ settings, resolve }: FileDriverOptions): LinkDriver {
  return {
    id: 'file',
    async fetch(link, options) {
      const timeLimit = AbortSignal.timeout(WHOLE_DOWNLOAD_MS);
      const signal = AbortSignal.any([timeLimit, ...(options.signal ? [options.signal] : [])]);
      try {
        const response = await followRedirects(new URL(link.url), {
          settings,
          get: (url) => get(url, { settings, resolve, signal }),
        });
        return await save(response, link, { ...options, signal });
      } catch (error) {
        if (options.signal?.aborted) throw new CancelledError();
        throw timeLimit.aborted
          ? linkError('link-timeout', shownLink(link.url))
          : asLinkError(error, link);
      }
    },
  };
}

interface GetOptions extends FileDriverOptions {
  signal: AbortSignal;
}

function get(url: URL, { settings, resolve, signal }: GetOptions): Promise<IncomingMessage> {
  const request = url.protocol === 'https:' ? requestHttps : requestHttp;
  const lookup = settings.allowPrivateLinks ? undefined : publicLookup(resolve);
  const headers = {
    'user-agent': 'Canto',
    accept: 'audio/*, */*;q=0.5',
    'accept-encoding': 'identity',
  };
  return new Promise((resolvePromise, reject) => {
    // No shared agent: a kept-alive socket would not ask `lookup` again.
    const outgoing = request(url, { lookup, headers, signal, agent: false, timeout: IDLE_MS });
    outgoing.on('timeout', () => outgoing.destroy(linkError('link-timeout', shownLink(url))));
    outgoing.on('error', reject);
    outgoing.on('response', resolvePromise);
    outgoing.end();
  });
}

async function save(
  response: IncomingMessage,
  link: CheckedLink,
  options: FetchOptions,
): Promise<FetchedLink> {
  const shown = shownLink(link.url);
  const problem = responseProblem(response, options.maxBytes);
  if (problem) {
    response.destroy();
    throw linkError(problem, shown, { found: `status ${response.statusCode ?? 0}` });
  }
  const name = fileNameOf(response, link);
  const path = join(options.dir, `source${safeExtension(name)}`);
  const totalBytes = Number(response.headers['content-length']);
  const bound = sizeBound({ ...options, link: link.url, totalBytes });
  const { signal } = options;
  await writeWhole(path, (partial) =>
    pipeline(response, bound, createWriteStream(partial), { signal }),
  );
  return { path, title: titleOfFile(name), source: link.url };
}

function responseProblem(response: IncomingMessage, maxBytes: number): LinkProblem | undefined {
  const status = response.statusCode ?? 0;
  if (status === 401 || status === 403) return 'link-forbidden';
  if (status === 429) return 'link-rate-limited';
  if (status >= 500) return 'link-server-error';
  if (status !== 200) return 'link-unavailable';
  if (/^text\/html|xhtml/i.test(response.headers['content-type'] ?? '')) return 'unsupported-host';
  if (Number(response.headers['content-length'] ?? 0) > maxBytes) return 'too-large';
  return undefined;
}

function fileNameOf(response: IncomingMessage, link: CheckedLink): string {
  const disposition = response.headers['content-disposition'] ?? '';
  const [, encoded] = /filename\*=UTF-8''([^;]+)/i.exec(disposition) ?? [];
  const [, plain] = /filename="?([^";]+)"?/i.exec(disposition) ?? [];
  const fromPath = new URL(link.url).pathname.split('/').pop() ?? '';
  return decodePercent(encoded) ?? plain ?? decodePercent(fromPath) ?? 'audio';
}

function decodePercent(text: string | undefined): string | undefined {
  try {
    return text && decodeURIComponent(text);
  } catch {
    return text; // A stray percent sign: the name as it stands is good enough to show.
  }
}

function safeExtension(name: string): string {
  const extension = extname(name).toLowerCase();
  return /^\.[a-z0-9]{1,5}$/.test(extension) ? extension : '.audio';
}

function asLinkError(error: unknown, link: CheckedLink): AppError {
  if (error instanceof AppError) return error;
  const { code = '', message = '' } = error as NodeJS.ErrnoException;
  if (code === PRIVATE_ADDRESS) return linkError('private-address', shownLink(link.url));
  const known = siteProblem(`${code} ${message}`);
  const problem = known === 'link-timeout' || known === 'disk-full' ? known : 'no-network';
  return linkError(problem, shownLink(link.url), { found: code, cause: error });
}
