import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { errorOf, postJson, rawRequest } from './support/send.js';
import { fakeDemoSong, startService, type TestService } from './support/start-service.js';

let service: TestService;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.close());

async function newJob(): Promise<string> {
  const response = await postJson(`${service.api}/covers`, { source: { demo: true } });
  return ((await response.json()) as { job: { id: string } }).job.id;
}

const content = Buffer.from('0123456789'.repeat(10));

async function finishedJob(names = ['cover.wav', 'vocals.flac']): Promise<string> {
  const id = await newJob();
  const path = join(service.dataDir, 'result');
  await writeFile(path, content);
  const file = await service.services.files.put(path, { move: true });
  const files = Object.fromEntries(names.map((name) => [name, file]));
  service.queue.change(id, { state: 'done', progress: 1, files, report: { seed: 1 } });
  return id;
}

async function jobOf(response: Response): Promise<Record<string, unknown>> {
  return (await response.json()) as Record<string, unknown>;
}

describe('a job', () => {
  it('is listed newest first', async () => {
    const older = await newJob();
    const newer = await newJob();
    const response = await fetch(`${service.api}/jobs?limit=2`);
    const { jobs } = (await response.json()) as { jobs: { id: string }[] };
    expect(jobs.map(({ id }) => id)).toEqual([newer, older]);
  });

  it('has links to its files once it is done', async () => {
    const id = await finishedJob();
    const job = await jobOf(await fetch(`${service.api}/jobs/${id}`));
    expect(job).toMatchObject({ id, state: 'done', report: { seed: 1 } });
    expect(job.files).toMatchObject([
      { name: 'cover.wav', bytes: 100, url: `/api/v1/jobs/${id}/files/cover.wav` },
      { name: 'vocals.flac' },
    ]);
  });

  it('can be cancelled, and retried when it is over', async () => {
    const id = await newJob();
    const early = await fetch(`${service.api}/jobs/${id}/retry`, { method: 'POST' });
    expect(early.status).toBe(409);
    const cancelled = await fetch(`${service.api}/jobs/${id}`, { method: 'DELETE' });
    expect(await jobOf(cancelled)).toMatchObject({ state: 'cancelled' });
    const again = await fetch(`${service.api}/jobs/${id}/retry`, { method: 'POST' });
    expect(again.status).toBe(202);
    expect(await jobOf(again)).toMatchObject({ job: { state: 'queued' } });
  });

  it('can be forgotten', async () => {
    const id = await finishedJob();
    const forgotten = await fetch(`${service.api}/jobs/${id}?forget`, { method: 'DELETE' });
    expect(forgotten.status).toBe(204);
    expect((await fetch(`${service.api}/jobs/${id}`)).status).toBe(404);
  });

  it('shows why it failed, in the words of the error', async () => {
    const id = await newJob();
    const error = { kind: 'input', code: 'too-long', message: 'too long', hint: 'cut it' } as const;
    service.queue.change(id, { state: 'failed', error });
    const job = await jobOf(await fetch(`${service.api}/jobs/${id}`));
    expect(job.error).toEqual({ code: 'too-long', message: 'too long', hint: 'cut it' });
  });

  it.each([
    ['GET', '/jobs/nothing'],
    ['DELETE', '/jobs/nothing'],
    ['POST', '/jobs/nothing/retry'],
    ['GET', '/jobs/nothing/events'],
    ['GET', '/jobs/nothing/files/cover.wav'],
    ['GET', '/nothing'],
    ['PUT', '/jobs'],
  ])('is not found by %s %s', async (method, path) => {
    const response = await fetch(`${service.api}${path}`, { method });
    expect(response.status).toBe(404);
    expect(await errorOf(response)).toHaveProperty('message');
  });

  it.each(['limit=0', 'limit=x', 'offset=-1', 'limit=1e9'])('list refuses ?%s', async (query) => {
    expect((await fetch(`${service.api}/jobs?${query}`)).status).toBe(422);
  });
});

describe('the events of a job', () => {
  it('tell its progress and end when it ends', async () => {
    const id = await newJob();
    const response = await fetch(`${service.api}/jobs/${id}/events`);
    expect(response.headers.get('content-type')).toContain('text/event-stream');
    service.queue.change(id, { state: 'running', progress: 0.5, stage: 'Mixing' });
    service.queue.change(id, { state: 'done', progress: 1 });
    const text = await response.text();
    expect(text.match(/^event: .*$/gm)).toEqual([
      'event: progress',
      'event: progress',
      'event: done',
    ]);
    const [, last] = /^data: (.*)$/m.exec(text.split('event: done\n')[1]) ?? [];
    expect(JSON.parse(last)).toMatchObject({ id, state: 'done', progress: 1 });
  });

  it('go on after the last one that the reader had', async () => {
    const id = await finishedJob();
    const all = await (await fetch(`${service.api}/jobs/${id}/events`)).text();
    const [, eventId] = /^id: (\d+)$/m.exec(all) ?? [];
    const headers = { 'last-event-id': eventId };
    const known = await fetch(`${service.api}/jobs/${id}/events`, { headers });
    expect(known.status).toBe(204);

    const runningId = await newJob();
    service.queue.change(runningId, { state: 'running', progress: 0.1 });
    const resumed = await fetch(`${service.api}/jobs/${runningId}/events`, {
      headers: { 'last-event-id': '2' },
    });
    service.queue.change(runningId, { state: 'done' });
    expect((await resumed.text()).match(/^event: .*$/gm)).toEqual(['event: done']);
  });

  it('stop when the reader leaves', async () => {
    const id = await newJob();
    const reader = new AbortController();
    const response = await fetch(`${service.api}/jobs/${id}/events`, { signal: reader.signal });
    reader.abort();
    await expect(response.text()).rejects.toThrow();
    service.queue.change(id, { state: 'done' });
    expect((await fetch(`${service.url}/healthz`)).status).toBe(200);
  });
});

describe('a result file', () => {
  it('comes whole, with its type and hash', async () => {
    const id = await finishedJob();
    const response = await fetch(`${service.api}/jobs/${id}/files/cover.wav`);
    expect(response.headers.get('content-type')).toBe('audio/wav');
    expect(response.headers.get('accept-ranges')).toBe('bytes');
    const { sha256 } = (await service.queue.get(id)).files['cover.wav'];
    expect(response.headers.get('etag')).toBe(`"${sha256}"`);
    expect(await response.text()).toBe(content.toString());
  });

  it('comes in the asked range', async () => {
    const url = `${service.api}/jobs/${await finishedJob()}/files/cover.wav`;
    const part = await fetch(url, { headers: { range: 'bytes=10-14' } });
    expect(part.status).toBe(206);
    expect(part.headers.get('content-range')).toBe('bytes 10-14/100');
    expect(await part.text()).toBe('01234');
    const beyond = await fetch(url, { headers: { range: 'bytes=200-' } });
    expect(beyond.status).toBe(416);
  });

  it('does not come again to a client that has it', async () => {
    const url = `${service.api}/jobs/${await finishedJob()}/files/cover.wav`;
    const etag = (await fetch(url)).headers.get('etag') ?? '';
    // fetch() would add `Cache-Control: no-cache`, by which it asks for the whole file.
    expect((await rawRequest(url, { headers: { 'if-none-match': etag } })).status).toBe(304);
  });

  it('answers HEAD without a body', async () => {
    const url = `${service.api}/jobs/${await finishedJob()}/files/cover.wav`;
    const response = await fetch(url, { method: 'HEAD' });
    expect(response.headers.get('content-length')).toBe('100');
    expect(await response.text()).toBe('');
  });

  it('is downloaded under the names of song and voice', async () => {
    const id = await finishedJob();
    service.queue.change(id, { title: 'AC/DC: Größe · Alto' });
    const named = async (name: string) => {
      const response = await fetch(`${service.api}/jobs/${id}/files/${name}?download`);
      return response.headers.get('content-disposition');
    };
    expect(await named('cover.wav')).toContain(
      `filename*=UTF-8''${encodeURIComponent('AC_DC_ Größe - Alto.wav')}`,
    );
    expect(await named('vocals.flac')).toContain(
      encodeURIComponent('Alto') + '%20%28vocals%29.flac',
    );
  });

  it.each([
    '..%2f..%2fcanto.db',
    '%2e%2e%2fcanto.db',
    '..%5ccanto.db',
    '__proto__',
    'constructor',
    'toString',
    'cover.wav%00',
    'nothing.wav',
  ])('is not found as %s', async (name) => {
    const id = await finishedJob();
    const { status, body } = await rawRequest(service.url, {
      path: `/api/v1/jobs/${id}/files/${name}`,
    });
    expect(status).toBe(404);
    expect(JSON.parse(body)).toHaveProperty('error.code');
  });

  it('is not found by a path that climbs', async () => {
    const id = await finishedJob();
    const path = `/api/v1/jobs/${id}/files/../../../../../canto.db`;
    expect((await rawRequest(service.url, { path })).status).toBe(404);
    const malformed = await rawRequest(service.url, { path: `/api/v1/jobs/${id}/files/%zz` });
    expect(malformed.status).toBe(400);
  });
});

describe('the demo song', () => {
  it('is played and described', async () => {
    expect((await fetch(`${service.api}/demo`)).headers.get('content-type')).toBe('audio/wav');
    expect(await (await fetch(`${service.api}/demo/about`)).json()).toEqual(fakeDemoSong);
  });
});

describe('voices', () => {
  it('are listed without the places of their files', async () => {
    const text = await (await fetch(`${service.api}/voices`)).text();
    expect(JSON.parse(text)).toMatchObject({ voices: [{ id: 'alto', name: 'Alto' }] });
    expect(text).not.toContain('/secret/');
  });

  it('can be heard, from any place on', async () => {
    const url = `${service.api}/voices/alto/preview`;
    expect((await fetch(url)).headers.get('content-type')).toBe('audio/wav');
    expect((await fetch(url, { headers: { range: 'bytes=0-3' } })).status).toBe(206);
  });

  it('that nobody has are not found, with a hint', async () => {
    for (const path of ['/voices/nobody', '/voices/nobody/preview']) {
      const response = await fetch(`${service.api}${path}`);
      expect(response.status).toBe(404);
      expect(await errorOf(response)).toMatchObject({ code: 'no-such-voice', hint: 'Try alto.' });
    }
  });
});
