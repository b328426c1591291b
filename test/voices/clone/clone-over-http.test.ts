import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { JobView } from '../../../src/http/schemas/job.js';
import type { VoiceView } from '../../../src/http/schemas/voice.js';
import { errorOf, postForm } from '../../http/support/send.js';
import { startServer } from '../../support/run-canto.js';
import { waitUntil } from '../../support/wait-until.js';
import type { Recording } from '../../../src/voices/clone/recording.js';
import { writeTake } from './take-files.js';
import { cleanTake, whiteNoise, withBackground } from './takes.js';

const consent = 'This is my own voice, and I agree.';
let dir: string;
let server: Awaited<ReturnType<typeof startServer>>;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'canto-clone-'));
  server = await startServer(join(dir, 'data'));
});
afterAll(async () => {
  await server.stop();
  await rm(dir, { recursive: true, force: true });
});

const call = (path: string) => `${server.url}/api/v1${path}`;

async function form(paths: readonly string[], fields: Record<string, string> = {}) {
  const form = new FormData();
  for (const path of paths) {
    const bytes = Uint8Array.from(await readFile(path));
    form.append('recordings', new Blob([bytes]), path.split('/').at(-1));
  }
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  return form;
}

async function get<T>(path: string): Promise<T> {
  return (await fetch(call(path))).json() as Promise<T>;
}

async function jobOf(response: Response): Promise<JobView> {
  expect(response.status).toBe(202);
  return ((await response.json()) as { job: JobView }).job;
}

async function finished(id: string): Promise<JobView> {
  let job = await get<JobView>(`/jobs/${id}`);
  await waitUntil(async () => {
    job = await get<JobView>(`/jobs/${id}`);
    return ['done', 'failed', 'cancelled'].includes(job.state);
  });
  return job;
}

describe('POST /voices with recordings', () => {
  it('clones a voice in a job, keeps no recording, and the voice outlives the server', async () => {
    const take = await writeTake(dir, longer(cleanTake('my take.wav')));
    const sent = await form([take], { name: 'Me', consent, language: 'en' });
    const job = await finished((await jobOf(await postForm(call('/voices'), sent))).id);
    expect(job).toMatchObject({ kind: 'clone', state: 'done', title: 'Me · cloned voice' });
    expect(job.report).toMatchObject({
      voice: { id: 'me', name: 'Me' },
      recordings: [{ name: 'my take.wav', sung: true }],
    });
    const { size } = await stat(take);
    await waitUntil(async () => !(await sizesBelow(join(dir, 'data'))).includes(size));
    await server.stop();
    server = await startServer(join(dir, 'data'));
    expect(await get<VoiceView>('/voices/me')).toMatchObject({
      origin: 'cloned',
      provenance: { licence: 'private', consent },
    });
  });

  it('goes on after the server was killed, and adds one voice', async () => {
    const takes = await Promise.all(
      ['a.wav', 'b.wav', 'c.wav'].map((name) => writeTake(dir, cleanTake(name))),
    );
    const sent = await form(takes, { name: 'Killed', consent });
    const { id } = await jobOf(await postForm(call('/voices'), sent));
    await waitUntil(async () => (await get<JobView>(`/jobs/${id}`)).progress > 0.1);
    server.child.kill('SIGKILL');
    await waitUntil(() => server.child.signalCode !== null);
    server = await startServer(join(dir, 'data'));
    expect(await finished(id)).toMatchObject({ state: 'done' });
    const { voices } = await get<{ voices: VoiceView[] }>('/voices');
    expect(voices.map(({ id }) => id).filter((id) => id.startsWith('killed'))).toEqual(['killed']);
  });

  it('can be cancelled, and then there is no voice', async () => {
    const take = await writeTake(dir, cleanTake());
    const sent = await form([take], { name: 'Cancelled', consent });
    const { id } = await jobOf(await postForm(call('/voices'), sent));
    await fetch(call(`/jobs/${id}`), { method: 'DELETE' });
    expect(await finished(id)).toMatchObject({ state: 'cancelled' });
    expect((await fetch(call('/voices/cancelled'))).status).toBe(404);
  });

  it('a job on bad recordings fails with every finding', async () => {
    const take = await writeTake(dir, withBackground(cleanTake('cellar.wav'), whiteNoise(), 4));
    const sent = await form([take], { name: 'Me', consent });
    const job = await finished((await jobOf(await postForm(call('/voices'), sent))).id);
    expect(job).toMatchObject({
      state: 'failed',
      error: {
        code: 'unusable-recordings',
        details: { findings: [{ code: 'noisy', recording: 'cellar.wav' }, {}] },
      },
    });
  });

  it.each([
    ['no consent', {}, 422, 'bad-settings'],
    ['a consent of one word', { consent: 'yes' }, 422, 'bad-settings'],
    ['a consent of blanks', { consent: ' '.repeat(40) }, 422, 'bad-settings'],
    ['no name', { name: '', consent }, 422, 'bad-settings'],
    ['an unknown setting', { consent, admin: 'true' }, 422, 'bad-settings'],
    ['a language that is none', { consent, language: '../../etc' }, 422, 'bad-settings'],
  ])('is refused with %s', async (_what, fields, status, code) => {
    const take = await writeTake(dir, cleanTake());
    const response = await postForm(call('/voices'), await form([take], { name: 'Me', ...fields }));
    expect(response.status).toBe(status);
    expect((await errorOf(response)).code).toBe(code);
  });

  it('is refused with what is no recording', async () => {
    const sent = new FormData();
    sent.append('recordings', new Blob(['la la la']), '../../../etc/passwd');
    sent.append('name', 'Me');
    sent.append('consent', consent);
    const before = await get<{ jobs: unknown[] }>('/jobs');
    const response = await postForm(call('/voices'), sent);
    expect(response.status).toBe(415);
    expect(await get<{ jobs: unknown[] }>('/jobs')).toEqual(before);
  });
});

describe('POST /voices/checks', () => {
  it('tells of each recording what is wrong with it, and keeps nothing', async () => {
    const good = await writeTake(dir, cleanTake('good.wav'));
    const noisy = await writeTake(
      dir,
      longer(withBackground(cleanTake('fan.wav'), whiteNoise(), 18)),
    );
    const response = await postForm(call('/voices/checks'), await form([good, noisy]));
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({
      recordings: [{ name: 'good.wav' }, { name: 'fan.wav' }],
      findings: [
        { code: 'noisy', severity: 'warn', recording: 'fan.wav' },
        { code: 'short-voice', severity: 'warn', recording: null },
      ],
    });
    const { size } = await stat(noisy);
    await waitUntil(async () => !(await sizesBelow(join(dir, 'data'))).includes(size));
  });

  it('wants recordings, and says so', async () => {
    const sent = new FormData();
    sent.append('name', 'nothing');
    const response = await postForm(call('/voices/checks'), sent);
    expect(response.status).toBe(400);
    expect((await errorOf(response)).hint).toContain('"recordings"');
  });
});

/** By a second of its own end, so that its file's size is no other's. */
function longer(take: Recording): Recording {
  const samples = new Float32Array(take.samples.length + take.sampleRate);
  samples.set(take.samples);
  samples.set(take.samples.subarray(-take.sampleRate), take.samples.length);
  return { ...take, samples };
}

async function sizesBelow(folder: string): Promise<number[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return Promise.all(
    files.map(async ({ parentPath, name }) => {
      const found = await stat(join(parentPath, name)).catch(() => undefined);
      return found?.size ?? 0;
    }),
  );
}
