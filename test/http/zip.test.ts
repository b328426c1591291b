import { readdir, readlink, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { JobState } from '../../src/jobs/job.js';
import { unzip } from '../support/unzip.js';
import { waitUntil } from '../support/wait-until.js';
import { errorOf, postJson, rawRequest } from './support/send.js';
import { startService, type TestService } from './support/start-service.js';

let service: TestService;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.close());

const stems = { 'vocals.wav': 'la la la', 'accompaniment.wav': 'plink plonk' };

async function newJob(): Promise<string> {
  const response = await postJson(`${service.api}/covers`, { source: { demo: true } });
  return ((await response.json()) as { job: { id: string } }).job.id;
}

async function finishedJob(contents: Record<string, string | Buffer> = stems): Promise<string> {
  const id = await newJob();
  const files = Object.fromEntries(
    await Promise.all(
      Object.entries(contents).map(async ([name, content]) => {
        const path = join(service.dataDir, `${id}-${name}`);
        await writeFile(path, content);
        return [name, await service.services.files.put(path, { move: true })] as const;
      }),
    ),
  );
  service.queue.change(id, { state: 'done', progress: 1, files, title: 'Hymn · stems' });
  return id;
}

const zipUrl = (id: string) => `${service.api}/jobs/${id}/files.zip`;

describe('the zip of a job', () => {
  it('holds its sound files byte for byte, and nothing else', async () => {
    const id = await finishedJob({ ...stems, 'peaks.json': '{}', 'cover-waveform.png': 'PNG' });
    const response = await fetch(zipUrl(id));
    expect(response.headers.get('content-type')).toBe('application/zip');
    const archive = await bytesOf(response);
    expect(response.headers.get('content-length')).toBe(String(archive.length));
    const entries = await unzip(archive);
    expect(entries.map(({ name, content }) => [name, content.toString()])).toEqual(
      Object.entries(stems),
    );
    expect(entries.every(({ stored }) => stored)).toBe(true);
  });

  it.each([
    ['AC/DC: Größe · stems', 'AC_DC_ Größe - stems.zip'],
    ['../../etc/passwd · stems', '.._.._etc_passwd - stems.zip'],
    ['C:\\Windows\\"x" · stems', 'C__Windows__x_ - stems.zip'],
    ['a\r\nSet-Cookie: b=c · stems', 'a Set-Cookie_ b=c - stems.zip'],
    ['\u202egpj.exe · stems', 'gpj.exe - stems.zip'],
    ['..', '...zip'],
  ])('of the song %j is called %j', async (title, name) => {
    const id = await finishedJob();
    service.queue.change(id, { title });
    const response = await fetch(zipUrl(id));
    expect(nameOf(response)).toBe(name);
    expect(response.headers.has('set-cookie')).toBe(false);
    // The song's title is no part of what is unpacked.
    const entries = await unzip(await bytesOf(response));
    expect(entries.map((entry) => entry.name)).toEqual(Object.keys(stems));
  });

  it('has a name that file systems take, however long the title', async () => {
    const id = await finishedJob();
    service.queue.change(id, { title: '歌'.repeat(150) });
    const name = nameOf(await fetch(zipUrl(id)));
    expect(name).toMatch(/^歌+\.zip$/);
    expect(Buffer.byteLength(name)).toBeLessThanOrEqual(255);
  });

  it.each<[JobState, RegExp]>([
    ['queued', /Wait/],
    ['running', /Wait/],
    ['failed', /retry/],
    ['cancelled', /retry/],
  ])('is refused while the job is %s', async (state, hint) => {
    const id = await newJob();
    service.queue.change(id, { state });
    const response = await fetch(zipUrl(id));
    expect(response.status).toBe(409);
    const error = await errorOf(response);
    expect(error.code).toBe('job-not-done');
    expect(error.message).toContain(state);
    expect(error.hint).toMatch(hint);
  });

  it('is not found where there is no job, or nothing to hear', async () => {
    expect((await fetch(zipUrl('nothing'))).status).toBe(404);
    const silent = await fetch(zipUrl(await finishedJob({ 'report.json': '{}' })));
    expect(silent.status).toBe(404);
    expect((await errorOf(silent)).code).toBe('no-such-file');
  });

  it('does not come again to a client that has it, and HEAD tells only about it', async () => {
    const url = zipUrl(await finishedJob());
    const head = await fetch(url, { method: 'HEAD' });
    expect(await head.text()).toBe('');
    expect(Number(head.headers.get('content-length'))).toBeGreaterThan(0);
    const etag = head.headers.get('etag') ?? '';
    expect((await rawRequest(url, { headers: { 'if-none-match': etag } })).status).toBe(304);
    const other = zipUrl(await finishedJob({ ...stems, 'vocals.wav': 'lo lo lo' }));
    expect((await rawRequest(other, { headers: { 'if-none-match': etag } })).status).toBe(200);
  });

  it.skipIf(!existsSync('/proc/self/fd'))('leaves no file open when its reader goes', async () => {
    const id = await finishedJob({ 'vocals.wav': Buffer.alloc(50_000_000) });
    const leave = new AbortController();
    const response = await fetch(zipUrl(id), { signal: leave.signal });
    await response.body?.getReader().read();
    expect(await openBlobs()).toBe(1);
    leave.abort();
    await waitUntil(async () => (await openBlobs()) === 0);
  });
});

async function bytesOf(response: Response): Promise<Uint8Array> {
  return new Uint8Array(await response.arrayBuffer());
}

/** The file name of `Content-Disposition`, as browsers read it (RFC 6266). */
function nameOf({ headers }: Response): string {
  const disposition = headers.get('content-disposition') ?? '';
  const [, encoded] = /filename\*=UTF-8''([^;]+)/.exec(disposition) ?? [];
  const [, plain] = /filename="?([^";]+)"?/.exec(disposition) ?? [];
  return encoded ? decodeURIComponent(encoded) : plain;
}

/** How many files of the store this process has open. */
async function openBlobs(): Promise<number> {
  const links = await Promise.all(
    (await readdir('/proc/self/fd')).map((fd) =>
      // The descriptor of the listing itself is closed by now.
      readlink(`/proc/self/fd/${fd}`).catch(() => ''),
    ),
  );
  return links.filter((path) => path.startsWith(join(service.dataDir, 'blobs'))).length;
}
