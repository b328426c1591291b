import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { masterJob, mixJob } from '../../src/studio/job-kinds.js';
import { errorOf, postJson } from './support/send.js';
import { startService, type TestService } from './support/start-service.js';

let service: TestService;
beforeAll(async () => {
  service = await startService({}, { jobKinds: [mixJob, masterJob] });
});
afterAll(() => service.close());

const demo = { demo: true };
const session = {
  format: 'canto-session',
  version: 1,
  tracks: [{ name: 'voice', role: 'lead', strip: { faderDb: -3 } }],
};

describe('asking for a mix', () => {
  it('queues one of any stems, whose roles their names tell', async () => {
    const stems = [
      { source: demo, name: 'voice' },
      { source: demo, name: 'drums' },
      { source: demo, name: 'take 3', role: 'bass' },
    ];
    const response = await postJson(`${service.api}/mixes`, { stems, preset: 'club', amount: 0.4 });
    expect(response.status).toBe(202);
    const { plan } = service.queue.submitted.at(-1)!;
    expect(plan.steps.find(({ id }) => id === 'mix')?.settings).toMatchObject({
      stems: [{ role: 'lead' }, { role: 'drums' }, { role: 'bass' }],
      automatic: { preset: 'club', amount: 0.4 },
      session: null,
    });
    expect(Object.keys(plan.results)).toEqual(
      expect.arrayContaining(['mix.wav', 'session.json', 'report.json']),
    );
  });

  it('takes a session, every parameter by name', async () => {
    const stems = [{ source: demo, name: 'voice' }];
    const response = await postJson(`${service.api}/mixes`, { stems, session });
    expect(response.status).toBe(202);
    const mix = service.queue.submitted.at(-1)!.plan.steps.find(({ id }) => id === 'mix');
    expect(mix?.settings).toMatchObject({
      automatic: null,
      session: { tracks: [{ strip: { faderDb: -3, width: 1 } }] },
    });
  });

  it.each([
    ['no stems', { stems: [] }, 'bad-settings'],
    ['twins', { stems: [1, 2].map(() => ({ source: demo, name: 'a' })) }, 'same-names'],
    ['an unknown role', { stems: [{ source: demo, role: 'kazoo' }] }, 'bad-settings'],
    ['an unknown preset', { stems: [{ source: demo }], preset: 'loud' }, 'bad-settings'],
    ['an unknown upload', { stems: [{ source: { upload: 'nothing' } }] }, 'no-such-upload'],
    [
      'a session of another version',
      { stems: [{ source: demo }], session: { ...session, version: 2 } },
      'bad-settings',
    ],
  ])('with %s is a clear 422', async (_what, body, code) => {
    const response = await postJson(`${service.api}/mixes`, body);
    expect(response.status).toBe(422);
    expect(await errorOf(response)).toMatchObject({ code });
  });
});

describe('asking for a master', () => {
  const masterOf = async (body: object) => {
    const response = await postJson(`${service.api}/masters`, { source: demo, ...body });
    expect(response.status).toBe(202);
    const { steps } = service.queue.submitted.at(-1)!.plan;
    return steps.find(({ id }) => id === 'master');
  };

  it.each([
    ['spotify', -14, -1],
    ['youtube', -14, -1],
    ['apple', -16, -1],
    ['deezer', -15, -1],
    ['amazon', -14, -2],
    ['club', -9, -0.5],
  ])('for %s aims at %d LUFS and %d dBTP', async (preset, targetLufs, ceilingDbtp) => {
    expect((await masterOf({ preset }))?.settings).toMatchObject({
      master: { by: 'ear', targetLufs, ceilingDbtp },
    });
  });

  it('lets a loudness of its own go before the preset’s, and takes a reference', async () => {
    expect((await masterOf({ preset: 'club', targetLufs: -12 }))?.settings).toMatchObject({
      master: { targetLufs: -12, ceilingDbtp: -0.5 },
    });
    const step = await masterOf({ reference: demo });
    expect(step?.settings).toMatchObject({ master: { by: 'reference', targetLufs: null } });
    expect(step?.inputs).toHaveProperty('reference');
  });
});

it('the API’s description names mixes, masters and every parameter of a strip', async () => {
  const description = await (await fetch(`${service.api}/openapi.json`)).text();
  for (const word of [
    '/mixes',
    '/masters',
    'sideChain',
    'monoBelowHz',
    'lookAheadMs',
    'reference',
  ]) {
    expect(description).toContain(word);
  }
});
