import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { separators } from '../../src/separation/separators.js';
import { usableSeparators } from '../../src/studio/engines.js';
import { errorOf, postForm, postJson, postRaw, uploadForm } from './support/send.js';
import { fakeWav, startService, type TestService } from './support/start-service.js';

let service: TestService;
let covers: string;
beforeAll(async () => {
  service = await startService();
  covers = `${service.api}/covers`;
});
afterAll(() => service.close());

describe('asking for a cover', () => {
  it('queues a job whose plan starts from the uploaded file', async () => {
    const uploaded = await postForm(`${service.api}/uploads`, uploadForm(fakeWav, 'Hymn.wav'));
    const { id } = (await uploaded.json()) as { id: string };
    const response = await postJson(covers, { source: { upload: id }, voice: 'alto' });
    expect(response.status).toBe(202);
    const { job } = (await response.json()) as { job: { id: string } };
    expect(response.headers.get('location')).toBe(`/api/v1/jobs/${job.id}`);
    expect(job).toMatchObject({ state: 'queued', kind: 'cover', title: 'Hymn · Alto' });
    expect(service.queue.submitted.at(-1)?.request).toMatchObject({ voice: 'alto', pitch: 0 });
  });

  it('takes the demo song, and links in their canonical form', async () => {
    expect((await postJson(covers, { source: { demo: true } })).status).toBe(202);
    const link = 'https://youtu.be/dQw4w9WgXcQ?si=tracking';
    const response = await postJson(covers, { source: { link } });
    const { job } = (await response.json()) as { job: { title: string } };
    expect(job.title).toBe('https://www.youtube.com/watch?v=dQw4w9WgXcQ · Alto');
  });

  it.each([
    ['an unknown setting', { source: { demo: true }, volume: 11 }, 'bad-settings'],
    ['a value out of range', { source: { demo: true }, pitch: 99 }, 'bad-settings'],
    ['no source', {}, 'bad-settings'],
    ['two sources', { source: { demo: true, upload: 'x' } }, 'bad-settings'],
    ['a list', [], 'bad-settings'],
    ['an unknown voice', { source: { demo: true }, voice: 'nobody' }, 'no-such-voice'],
    ['an unknown upload', { source: { upload: 'nothing' } }, 'no-such-upload'],
    ['a playlist', { source: { link: 'https://youtube.com/playlist?list=PL1' } }, 'link-playlist'],
    ['a link into the machine', { source: { link: 'https://127.0.0.1/a.mp3' } }, 'private-address'],
    ['a file link', { source: { link: 'file:///etc/passwd' } }, 'bad-settings'],
  ])('with %s is a clear 422', async (_what, body, code) => {
    const response = await postJson(covers, body);
    expect(response.status).toBe(422);
    expect(await errorOf(response)).toMatchObject({ code });
  });

  it('names every wrong setting', async () => {
    const error = await errorOf(await postJson(covers, { source: { demo: true }, pitch: 'high' }));
    expect(error.message).toMatch(/^pitch: /);
    expect(error.details).toMatchObject({ issues: [{ setting: 'pitch' }] });
  });

  it.each([
    ['broken JSON', '{"source":', 'application/json', 400, 'malformed-json'],
    ['a bare string', '"demo"', 'application/json', 400, 'malformed-json'],
    ['no JSON', 'source=demo', 'application/x-www-form-urlencoded', 415, 'not-json'],
    [
      'too much JSON',
      JSON.stringify({ x: 'y'.repeat(200_000) }),
      'application/json',
      413,
      'body-too-large',
    ],
    ['an unknown charset', '{}', 'application/json; charset=klingon', 415, 'not-json'],
  ])('with %s is refused as such', async (_what, body, type, status, code) => {
    const response = await postRaw(covers, body, type);
    expect(response.status).toBe(status);
    expect(await errorOf(response)).toMatchObject({ code });
  });

  it('cannot reach the prototype of anything', async () => {
    const body = '{"source":{"demo":true},"__proto__":{"polluted":1},"constructor":{"x":1}}';
    const response = await postRaw(covers, body, 'application/json');
    expect(response.status).toBe(422);
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });

  it('is refused while 200 jobs wait', async () => {
    const full = await startService();
    try {
      const ask = () => postJson(`${full.api}/covers`, { source: { demo: true } });
      const statuses = [];
      for (let i = 0; i < 201; i++) statuses.push((await ask()).status);
      expect(statuses.slice(0, 200)).toEqual(Array(200).fill(202));
      expect(statuses[200]).toBe(429);
      expect(await errorOf(await ask())).toMatchObject({ code: 'too-many-jobs' });
    } finally {
      await full.close();
    }
  });
});

describe('pulling a model', () => {
  it('queues a download', async () => {
    const response = await fetch(`${service.api}/models/swift-f0/pull`, { method: 'POST' });
    expect(response.status).toBe(202);
    const [step] = service.queue.submitted.at(-1)?.plan.steps ?? [];
    expect(step).toMatchObject({ kind: 'pull-model', settings: { model: 'swift-f0' } });
  });

  it('with terms is a 422 that tells them, until they are agreed to', async () => {
    const pull = `${service.api}/models/music/pull`;
    const refused = await fetch(pull, { method: 'POST' });
    expect(refused.status).toBe(422);
    expect(await errorOf(refused)).toMatchObject({
      code: 'licence-not-accepted',
      message: expect.stringContaining('no commerce') as string,
      hint: 'If you agree, ask again with `?acceptLicence=true`.',
    });
    expect((await fetch(`${pull}?acceptLicence=maybe`, { method: 'POST' })).status).toBe(422);
    expect((await fetch(`${pull}?acceptLicence=true`, { method: 'POST' })).status).toBe(202);
    const [step] = service.queue.submitted.at(-1)?.plan.steps ?? [];
    expect(step).toMatchObject({ settings: { model: 'music', acceptLicence: true } });
  });

  it('of an unknown name is a 404 that lists the known ones', async () => {
    const response = await fetch(`${service.api}/models/gpt/pull`, { method: 'POST' });
    expect(response.status).toBe(404);
    expect((await errorOf(response)).hint).toContain('swift-f0');
  });
});

describe('separators', () => {
  it('are listed with what they make, the best first', async () => {
    const response = await fetch(`${service.api}/separators`);
    const modelFree = separators.filter(({ defaultModel }) => !defaultModel);
    expect(await response.json()).toEqual({
      separators: modelFree.map(({ id, title, stemCounts }) => ({ id, title, stemCounts })),
    });
  });

  it('whose model is not here are left out', () => {
    const needy = separators.filter(({ defaultModel }) => defaultModel);
    const here = needy.map((separator) => ({ id: separator.defaultModel ?? '', present: true }));
    const away = here.map((model) => ({ ...model, present: false }));
    expect(usableSeparators(here)).toEqual(separators);
    expect(usableSeparators(away)).toEqual(
      separators.filter((separator) => !needy.includes(separator)),
    );
  });
});
