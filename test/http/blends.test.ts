import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/config.js';
import { serve, type RunningServer } from '../../src/start/serve.js';
import { errorOf, postJson } from './support/send.js';

/** The real service on the built-in voices. */
let dataDir: string;
let server: RunningServer;
let api: string;
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'canto-http-'));
  server = await serve(
    loadConfig({ CANTO_DATA: dataDir, CANTO_PORT: '0', CANTO_LOG_LEVEL: 'silent' }),
  );
  api = `${server.url}/api/v1`;
});
afterAll(async () => {
  await server?.close();
  await rm(dataDir, { recursive: true, force: true });
});

const blend = { name: 'Nova', from: 'kathleen', with: 'flemishguy', mix: 0.4 };

describe('blending voices over HTTP', () => {
  it('makes a voice that is then in the library, and says what it was made of', async () => {
    const response = await postJson(`${api}/voices/blends`, blend);
    expect(response.status).toBe(201);
    expect(response.headers.get('location')).toBe('/api/v1/voices/nova');
    const voice: unknown = await (await fetch(`${api}/voices/nova`)).json();
    expect(voice).toMatchObject({
      origin: 'blended',
      engine: 'canto',
      provenance: { licence: 'CC0-1.0' },
      blend: { parents: [{ id: 'kathleen' }, { id: 'flemishguy' }], mix: 0.4 },
    });
    expect(voice).not.toHaveProperty('file');
  });

  it('lets a blend be heard without keeping it, the same each time', async () => {
    const listen = (mix: string) =>
      fetch(`${api}/voices/blends/preview?from=kathleen&with=kerstin&mix=${mix}`);
    const first = await listen('0.25');
    expect(first.status).toBe(200);
    expect(first.headers.get('content-type')).toContain('audio');
    const bytes = Buffer.from(await first.arrayBuffer());
    expect(bytes.toString('latin1', 0, 4)).toBe('RIFF');
    const again = Buffer.from(await (await listen('0.2499')).arrayBuffer());
    expect(again.equals(bytes)).toBe(true);
    const other = Buffer.from(await (await listen('0.75')).arrayBuffer());
    expect(other.equals(bytes)).toBe(false);
    const { voices } = (await (await fetch(`${api}/voices`)).json()) as {
      voices: { name: string }[];
    };
    expect(voices.map(({ name }) => name)).not.toContain('Blend');
  });

  it('refuses what cannot be, with numbers where it was sought', async () => {
    const refusal = async (request: object) => {
      const response = await postJson(`${api}/voices/blends`, { ...blend, ...request });
      return { status: response.status, ...(await errorOf(response)) };
    };
    expect(await refusal({ mix: 1 })).toMatchObject({ status: 422, code: 'bad-settings' });
    expect(await refusal({ with: 'nobody' })).toMatchObject({ code: 'no-such-voice' });
    const impossible = await refusal({ distance: 20 });
    expect(impossible).toMatchObject({ status: 422, code: 'no-unique-blend' });
    expect(impossible.message).toMatch(/the farthest is \d+\.\d dB/);
    const bad = await fetch(`${api}/voices/blends/preview?from=kathleen&with=kerstin&mix=2`);
    expect(bad.status).toBe(422);
  });
});

describe('a cast over HTTP', () => {
  const ask = (cast: object) =>
    postJson(`${api}/covers`, { source: { demo: true }, voice: 'kathleen', cast });

  it('is refused when somebody is unknown, or never sings', async () => {
    const at = [{ fromSeconds: 1, toSeconds: 2 }];
    for (const [cast, code] of [
      [{ backing: { voice: 'nobody' } }, 'no-such-voice'],
      [{ second: { voice: 'kerstin', at: [] } }, 'bad-settings'],
      [{ second: { voice: 'kerstin', at: [{ fromSeconds: 2, toSeconds: 1 }] } }, 'bad-settings'],
      [{ choir: { voice: 'kerstin' } }, 'bad-settings'],
      [{ second: { voice: 'nobody', at } }, 'no-such-voice'],
    ] as const) {
      const response = await ask(cast);
      expect(response.status).toBe(422);
      expect(await errorOf(response)).toMatchObject({ code });
    }
  });

  it('is in the title of its job, and in the documentation', async () => {
    const at = [{ fromSeconds: 1, toSeconds: 2 }];
    const response = await ask({
      backing: { voice: 'nathalie' },
      second: { voice: 'kerstin', at },
    });
    expect(response.status).toBe(202);
    const { job } = (await response.json()) as { job: { id: string; title: string } };
    expect(job.title).toMatch(/ · Kathleen & Kerstin & Nathalie$/);
    await fetch(`${api}/jobs/${job.id}`, { method: 'DELETE' });
    const documentation = JSON.stringify(await (await fetch(`${api}/openapi.json`)).json());
    for (const word of ['"cast"', '"fromSeconds"', '/voices/blends/preview', '"distance"']) {
      expect(documentation).toContain(word);
    }
  });
});
