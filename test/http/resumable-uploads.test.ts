import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Upload } from 'tus-js-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { errorOf } from './support/send.js';
import { fakeWav, startService, type TestService } from './support/start-service.js';

let service: TestService;
beforeAll(async () => {
  service = await startService({ CANTO_MAX_UPLOAD_BYTES: '300000' });
});
afterAll(() => service.close());

const TUS = { 'tus-resumable': '1.0.0' };
const filename = `filename ${Buffer.from('Größe 🎵.wav').toString('base64')}`;

async function begin(length: number): Promise<string> {
  const response = await fetch(`${service.api}/uploads/resumable`, {
    method: 'POST',
    headers: { ...TUS, 'upload-length': String(length), 'upload-metadata': filename },
  });
  expect(response.status).toBe(201);
  return new URL(response.headers.get('location') ?? '', service.url).href;
}

function sendPiece(address: string, offset: number, piece: Buffer): Promise<Response> {
  return fetch(address, {
    method: 'PATCH',
    headers: {
      ...TUS,
      'upload-offset': String(offset),
      'content-type': 'application/offset+octet-stream',
    },
    body: Uint8Array.from(piece),
  });
}

function waiting(): Promise<string[]> {
  return readdir(join(service.dataDir, 'resumable'));
}

describe('a resumable upload', () => {
  it('goes on where it stopped, and ends as an upload like any other', async () => {
    const address = await begin(fakeWav.length);
    expect((await sendPiece(address, 0, fakeWav.subarray(0, 1000))).status).toBe(204);
    const head = await fetch(address, { method: 'HEAD', headers: TUS });
    expect(head.headers.get('upload-offset')).toBe('1000');
    expect((await sendPiece(address, 1000, fakeWav.subarray(1000))).status).toBe(204);
    const upload = await fetch(`${service.api}/uploads/${address.split('/').at(-1)}`);
    expect(await upload.json()).toMatchObject({ name: 'Größe 🎵.wav', bytes: fakeWav.length });
    expect(await waiting()).toEqual([]);
  });

  it('works with the tus client that the page uses', async () => {
    const url = await new Promise<string | null>((resolve, reject) => {
      const upload = new Upload(fakeWav, {
        endpoint: `${service.api}/uploads/resumable`,
        chunkSize: 2000,
        metadata: { filename: 'by client.wav' },
        onSuccess: () => resolve(upload.url),
        onError: reject,
      });
      upload.start();
    });
    const upload = await fetch(`${service.api}/uploads/${url?.split('/').at(-1)}`);
    expect(await upload.json()).toMatchObject({ name: 'by client.wav' });
  });

  it('that is no audio is refused at its end, and removed', async () => {
    const address = await begin(11);
    const response = await sendPiece(address, 0, Buffer.from('lorem ipsum'));
    expect(response.status).toBe(415);
    expect(await errorOf(response)).toMatchObject({ code: 'not-audio' });
    expect(await waiting()).toEqual([]);
  });

  it('that would be too large is refused before it begins', async () => {
    const response = await fetch(`${service.api}/uploads/resumable`, {
      method: 'POST',
      headers: { ...TUS, 'upload-length': '300001' },
    });
    expect(response.status).toBe(413);
    expect(await errorOf(response)).toMatchObject({ code: 'too-large' });
  });

  it.each(['nothing', '..%2fcanto.db', 'a'.repeat(24)])('does not exist as %s', async (id) => {
    const response = await fetch(`${service.api}/uploads/resumable/${id}`, {
      method: 'HEAD',
      headers: TUS,
    });
    expect(response.status).toBe(404);
  });

  it('can be given up', async () => {
    const address = await begin(1000);
    expect((await fetch(address, { method: 'DELETE', headers: TUS })).status).toBe(204);
    expect(await waiting()).toEqual([]);
  });
});
