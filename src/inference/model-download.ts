import { createReadStream } from 'node:fs';
import { open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { fileURLToPath } from 'node:url';
import { CancelledError, ModelError, throwIfCancelled } from '../errors.js';
import { sha256OfFile } from '../file-hash.js';
import type { RunOptions } from '../progress.js';

/** How a model is downloaded. */
export interface DownloadOptions extends RunOptions {
  /** How long a server may send nothing; 30 s by default. */
  stallMs?: number;
}

/** What is fetched, and what must come. */
export interface DownloadSource {
  readonly id: string;
  /** `https:`, `http:` (a mirror that the user named) or `file:`. */
  readonly url: URL;
  readonly bytes: number;
  /** Its size is known in three digits only. */
  readonly isRounded?: boolean;
  /** Undefined where nobody has published it: then the URL is all that says what comes. */
  readonly sha256?: string;
}

/** A size in three digits is within half a percent of the true one. */
const ROUNDED_TOLERANCE = 0.01;

const DEFAULT_STALL_MS = 30_000;
const MAX_REDIRECTS = 5;

/** Brings the file of `source` to `path`, which appears only when it is whole and has the right
 *  hash. What a broken connection left, in `path`.part, is continued by the next call; what turns
 *  out wrong is deleted.
 *  @throws ModelError `model-download-failed` (try again), `model-download-wrong` (refused)
 *  @throws CancelledError when `signal` is aborted; what has come is kept */
export async function downloadModel(
  source: DownloadSource,
  path: string,
  options: DownloadOptions = {},
): Promise<void> {
  const part = `${path}.part`;
  const continued = await sizeOf(part);
  await fetchTo(source, part, options);
  if (!(await isWhole(source, part))) {
    await discard(part);
    // Perhaps only what an earlier call had left was wrong.
    if (continued > 0) return downloadModel(source, path, options);
    throw refusal(source, 'other bytes');
  }
  await rename(part, path);
  await rm(etagPath(part), { force: true });
}

async function isWhole(source: DownloadSource, part: string): Promise<boolean> {
  if (!hasSize(source, await sizeOf(part))) return false;
  return source.sha256 === undefined || (await sha256OfFile(part)) === source.sha256;
}

function hasSize(source: DownloadSource, bytes: number): boolean {
  if (!source.isRounded) return bytes === source.bytes;
  return bytes <= mostBytes(source) && bytes >= 2 * source.bytes - mostBytes(source);
}

function mostBytes({ bytes, isRounded }: DownloadSource): number {
  return isRounded ? Math.ceil(bytes * (1 + ROUNDED_TOLERANCE)) : bytes;
}

async function fetchTo(source: DownloadSource, part: string, options: DownloadOptions) {
  try {
    if (source.url.protocol === 'file:') await copyTo(source, part, options);
    else await requestTo(source, part, options);
  } catch (error) {
    throwIfCancelled(options.signal);
    if (error instanceof ModelError || error instanceof CancelledError) throw error;
    throw failure(source, `the connection broke (${reasonOf(error)})`, error);
  }
}

async function copyTo(source: DownloadSource, part: string, options: DownloadOptions) {
  await discard(part);
  const path = fileURLToPath(source.url);
  const size = await sizeOf(path);
  if (size === 0) throw absence(source, `the mirror has no file ${path}`);
  if (!hasSize(source, size)) throw refusal(source, `${size} bytes`);
  await append(source, part, createReadStream(path), options);
}

async function requestTo(source: DownloadSource, part: string, options: DownloadOptions) {
  const have = await sizeOf(part);
  if (have === source.bytes && !source.isRounded) return;
  if (have > mostBytes(source)) await discard(part);
  const watch = new StallWatch(options);
  try {
    const response = await request(source, await resumeHeaders(part), watch);
    await receive(source, part, { response, watch, options });
  } catch (error) {
    if (watch.hasStalled) throw failure(source, 'the server sends nothing any more', error);
    throw error;
  } finally {
    watch.stop();
  }
}

/** Asks for what is missing, if it still belongs to the same file. */
async function resumeHeaders(part: string): Promise<Record<string, string>> {
  const have = await sizeOf(part);
  const etag = await readFile(etagPath(part), 'utf8').catch(() => '');
  // A compressed answer couldn't be continued.
  const plain = { 'accept-encoding': 'identity' };
  if (have === 0) return plain;
  return { ...plain, range: `bytes=${have}-`, ...(etag && { 'if-range': etag }) };
}

async function request(
  source: DownloadSource,
  headers: Record<string, string>,
  watch: StallWatch,
): Promise<Response> {
  let { url } = source;
  for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
    const response = await fetch(url, { headers, redirect: 'manual', signal: watch.signal });
    const location = response.headers.get('location');
    if (response.status < 300 || response.status >= 400 || !location) return response;
    await response.body?.cancel();
    const next = new URL(location, url);
    const isAllowed =
      next.protocol === 'https:' || (next.protocol === 'http:' && url.protocol === 'http:');
    if (!isAllowed) throw failure(source, `the server redirects to ${next.protocol}// addresses`);
    url = next;
  }
  throw failure(source, 'the server redirects in circles');
}

interface Receipt {
  readonly response: Response;
  readonly watch: StallWatch;
  readonly options: DownloadOptions;
}

async function receive(source: DownloadSource, part: string, receipt: Receipt): Promise<void> {
  const { response, watch, options } = receipt;
  if (response.status === 416) {
    // What is here reaches beyond what the server has.
    await discard(part);
    throw failure(source, 'the server could not continue an earlier download');
  }
  if (!response.ok || !response.body) {
    await response.body?.cancel();
    throw absence(source, `the server answered ${response.status}`);
  }
  if (!continuesAt(response, await sizeOf(part))) await discard(part);
  await refuseWrongLength(source, part, response);
  const etag = response.headers.get('etag');
  // A weak tag doesn't promise the same bytes.
  if (etag && !etag.startsWith('W/')) await writeFile(etagPath(part), etag);
  const chunks = Readable.fromWeb(response.body as ReadableStream<Uint8Array>);
  await append(source, part, watch.pass(chunks), options);
}

function continuesAt(response: Response, have: number): boolean {
  const range = response.headers.get('content-range') ?? '';
  return response.status === 206 && range.startsWith(`bytes ${have}-`);
}

async function refuseWrongLength(source: DownloadSource, part: string, response: Response) {
  const length = response.headers.get('content-length');
  if (length === null || response.headers.has('content-encoding')) return;
  const total = (await sizeOf(part)) + Number(length);
  if (hasSize(source, total)) return;
  await response.body?.cancel();
  await discard(part);
  throw refusal(source, `${total} bytes`);
}

/** Appends `chunks` to `part`, never beyond the promised size. */
async function append(
  source: DownloadSource,
  part: string,
  chunks: AsyncIterable<Uint8Array>,
  options: DownloadOptions,
): Promise<void> {
  let have = await sizeOf(part);
  const file = await open(part, 'a');
  try {
    for await (const chunk of chunks) {
      throwIfCancelled(options.signal);
      have += chunk.length;
      if (have > mostBytes(source)) break;
      await file.appendFile(chunk);
      options.onProgress?.(Math.min(1, have / source.bytes));
    }
    await file.sync();
  } finally {
    await file.close();
  }
  if (hasSize(source, have)) return;
  await discard(part);
  throw refusal(source, have > source.bytes ? 'more bytes' : `${have} bytes`);
}

/** Aborts a request when nothing has come for a while, or when the caller aborts. */
class StallWatch {
  hasStalled = false;
  readonly signal: AbortSignal;
  readonly #controller = new AbortController();
  readonly #timer: NodeJS.Timeout;

  constructor({ signal, stallMs = DEFAULT_STALL_MS }: DownloadOptions) {
    this.signal = signal
      ? AbortSignal.any([signal, this.#controller.signal])
      : this.#controller.signal;
    this.#timer = setTimeout(() => {
      this.hasStalled = true;
      this.#controller.abort();
    }, stallMs);
  }

  async *pass(chunks: Readable): AsyncGenerator<Uint8Array> {
    for await (const chunk of chunks) {
      this.#timer.refresh();
      yield chunk as Uint8Array;
    }
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}

function failure({ id, url }: DownloadSource, what: string, cause?: unknown): ModelError {
  return new ModelError('model-download-failed', `model '${id}' was not downloaded: ${what}`, {
    hint: `Run \`canto models pull ${id}\` again: it goes on where it stopped.`,
    details: { url: url.href },
    cause,
  });
}

function absence({ id, url }: DownloadSource, what: string): ModelError {
  return new ModelError('model-download-failed', `model '${id}' was not downloaded: ${what}`, {
    hint: 'CANTO_MODELS_MIRROR can name another folder or base URL that has it.',
    details: { url: url.href },
  });
}

function refusal({ id, url, bytes, isRounded, sha256 }: DownloadSource, found: string): ModelError {
  return new ModelError(
    'model-download-wrong',
    `model '${id}' should have ${isRounded ? 'about ' : ''}${bytes} bytes${sha256 ? ' of a known hash' : ''} — ${url.host || 'the mirror'} has ${found}; the download was deleted`,
    {
      hint: 'CANTO_MODELS_MIRROR can name another folder or base URL that has the right file.',
      details: { url: url.href },
    },
  );
}

async function discard(part: string): Promise<void> {
  await rm(part, { force: true });
  await rm(etagPath(part), { force: true });
}

function etagPath(part: string): string {
  return `${part}.etag`;
}

async function sizeOf(path: string): Promise<number> {
  return stat(path).then(
    ({ size }) => size,
    () => 0,
  );
}

function reasonOf(error: unknown): string {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  return cause instanceof Error ? cause.message : String(cause);
}
