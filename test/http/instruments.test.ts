import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startService, type TestService } from './support/start-service.js';

let service: TestService;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.close());

describe('GET /instruments', () => {
  it('lists them, with the font that is played', async () => {
    const response = await fetch(`${service.api}/instruments`);
    const { instruments, soundFont } = (await response.json()) as {
      instruments: { id: string }[];
      soundFont: string;
    };
    expect(soundFont).toBe('A font');
    expect(instruments.find(({ id }) => id === 'cello')).toEqual({
      ...{ id: 'cello', name: 'Cello', family: 'strings', kind: 'sampled' },
      ...{ range: { lowest: 36, highest: 76 }, aliases: ['violoncello'], followsVoices: true },
    });
  });

  it('lets one be heard, and says when there is none', async () => {
    const preview = await fetch(`${service.api}/instruments/cello/preview`);
    expect(preview.status).toBe(200);
    expect(preview.headers.get('content-type')).toMatch(/^audio/);
    const none = await fetch(`${service.api}/instruments/vuvuzela/preview`);
    expect(none.status).toBe(404);
    expect(await none.json()).toMatchObject({ error: { code: 'no-such-instrument' } });
  });

  it('is described', async () => {
    const response = await fetch(`${service.api}/openapi.json`);
    const { paths } = (await response.json()) as { paths: Record<string, unknown> };
    expect(Object.keys(paths)).toEqual(
      expect.arrayContaining(['/instruments', '/instruments/{id}/preview']),
    );
  });
});
