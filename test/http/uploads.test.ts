import { createHash, randomBytes } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { AppError } from '../../src/errors.js';
import { abortedUpload, errorOf, postForm, postRaw, uploadForm } from './support/send.js';
import { fakeWav, startService, type TestService } from './support/start-service.js';

const MAX_BYTES = 300_000;
let service: TestService;
beforeAll(async () => {
  service = await startService({ CANTO_MAX_UPLOAD_BYTES: String(MAX_BYTES) });
});
afterAll(() => service.close());

/** Every file below the data folder that is neither stored content nor the database. */
async function leftBehind(): Promise<string[]> {
  const entries = await readdir(service.dataDir, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(service.dataDir.length))
    .filter((path) => !/^\/(blobs\/|canto\.db|song\.wav)/.test(path));
}

async function storedFiles(): Promise<number> {
  const entries = await readdir(join(service.dataDir, 'blobs'), {
    recursive: true,
    withFileTypes: true,
  });
  return entries.filter((entry) => entry.isFile()).length;
}

async function upload(content: Uint8Array | string, name?: string): Promise<Response> {
  return postForm(`${service.api}/uploads`, uploadForm(content, name));
}

describe('an uploaded song', () => {
  it('answers what it is, and can be asked for again', async () => {
    const response = await upload(fakeWav, 'My Song.wav');
    expect(response.status).toBe(201);
    const body = (await response.json()) as { id: string };
    const sha256 = createHash('sha256').update(fakeWav).digest('hex');
    expect(body).toMatchObject({
      name: 'My Song.wav',
      bytes: fakeWav.length,
      sha256,
      durationSeconds: 1,
      sampleRate: 44100,
      numberOfChannels: 2,
    });
    expect(response.headers.get('location')).toBe(`/api/v1/uploads/${body.id}`);
    expect(await (await fetch(`${service.api}/uploads/${body.id}`)).json()).toEqual(body);
    const file = await fetch(`${service.api}/uploads/${body.id}/file`);
    expect(Buffer.from(await file.arrayBuffer()).equals(fakeWav)).toBe(true);
  });

  it.each([
    ['../../etc/passwd', 'passwd'],
    ['C:\\Music\\song.wav', 'song.wav'],
    ['say "hi".wav', 'say "hi".wav'],
    ['two\nlines.wav', 'two lines.wav'],
    ['Ünïcödé 🎵 歌.mp3', 'Ünïcödé 🎵 歌.mp3'],
    ['\u202egpj.wav', 'gpj.wav'],
    [`${'x'.repeat(400)}.wav`, 'x'.repeat(150)],
  ])('named %j is shown as %j and stored under its hash alone', async (name, shown) => {
    const response = await upload(fakeWav, name);
    expect(response.status).toBe(201);
    expect(await response.json()).toMatchObject({ name: shown });
    expect(await leftBehind()).toEqual([]);
  });
});

describe('an upload that brings its reader down', () => {
  it.each(['step-crashed', 'step-too-slow', 'internal'])('by %s is unreadable', async (code) => {
    const execute = () => Promise.reject(new AppError('internal', code, 'boom'));
    const fragile = await startService({}, { execute });
    try {
      const response = await postForm(`${fragile.api}/uploads`, uploadForm(fakeWav, 'trap.wav'));
      expect(response.status).toBe(422);
      const { code: shown, message } = await errorOf(response);
      expect(shown).toBe('unreadable-audio');
      expect(message).toContain('trap.wav');
    } finally {
      await fragile.close();
    }
  });

  it('by a full disk says so', async () => {
    const execute = () => Promise.reject(new AppError('internal', 'disk-full', 'the disk is full'));
    const full = await startService({}, { execute });
    try {
      const response = await postForm(`${full.api}/uploads`, uploadForm(fakeWav));
      expect(response.status).toBe(507);
    } finally {
      await full.close();
    }
  });
});

describe('a bad upload leaves nothing behind and says why', () => {
  it.each([
    ['an empty file', '', 422, 'empty-file'],
    ['text named .mp3', 'lorem ipsum', 415, 'not-audio'],
  ])('%s', async (_what, content, status, code) => {
    const stored = await storedFiles();
    const response = await upload(content, 'song.mp3');
    expect(response.status).toBe(status);
    expect(await errorOf(response)).toMatchObject({ code });
    expect(await leftBehind()).toEqual([]);
    expect(await storedFiles()).toBe(stored);
  });

  it.each([
    ['slightly', MAX_BYTES + 1],
    ['far', 20 * MAX_BYTES],
  ])('a file that is %s too large', async (_what, bytes) => {
    const response = await upload(Buffer.alloc(bytes));
    expect(response.status).toBe(413);
    expect(await errorOf(response)).toMatchObject({
      code: 'too-large',
      message: 'the file is larger than 0.3 MB',
    });
    expect(await leftBehind()).toEqual([]);
  });

  it('a file of the largest allowed size passes', async () => {
    const content = Buffer.concat([fakeWav, Buffer.alloc(MAX_BYTES - fakeWav.length)]);
    expect((await upload(content)).status).toBe(201);
  });

  it('an upload that the client breaks off', async () => {
    await abortedUpload(`${service.api}/uploads`, 100_000);
    await vi.waitFor(async () => expect(await leftBehind()).toEqual([]), 5000);
    expect((await fetch(`${service.url}/healthz`)).status).toBe(200);
  });

  it.each([
    ['no multipart body', 'application/octet-stream', 'RIFF'],
    ['no boundary', 'multipart/form-data', 'RIFF'],
    [
      'a body that ends early',
      'multipart/form-data; boundary=x',
      '--x\r\nContent-Disposition: form',
    ],
    [
      'a broken part header',
      'multipart/form-data; boundary=x',
      '--x\r\nno colon here\r\n\r\nRIFF\r\n--x--\r\n',
    ],
    [
      'a file cut in the middle',
      'multipart/form-data; boundary=x',
      '--x\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\nRIFF',
    ],
    [
      'a file in another field',
      'multipart/form-data; boundary=x',
      '--x\r\nContent-Disposition: form-data; name="song"; filename="a"\r\n\r\nRIFF\r\n--x--\r\n',
    ],
    ['random bytes', 'multipart/form-data; boundary=x', randomBytes(1000)],
  ])('%s', async (_what, type, body) => {
    const response = await postRaw(`${service.api}/uploads`, body, type);
    expect(response.status).toBe(400);
    expect(await errorOf(response)).toMatchObject({ code: 'malformed-upload' });
    expect(await leftBehind()).toEqual([]);
  });

  it('an upload that was never made', async () => {
    const response = await fetch(`${service.api}/uploads/nothing`);
    expect(response.status).toBe(404);
    expect(await errorOf(response)).toMatchObject({ code: 'no-such-upload' });
  });
});
