import { readdir } from 'node:fs/promises';
import { request as requestHttp } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Plan } from '../../src/jobs/plan.js';
import { waitUntil } from '../support/wait-until.js';
import { errorOf, postForm } from './support/send.js';
import { fakeWav, startService, type TestService } from './support/start-service.js';

const maxBytes = 1_000_000;
const consent = 'This is my own voice, and I agree.';
let service: TestService;
beforeAll(async () => {
  service = await startService({ CANTO_MAX_UPLOAD_BYTES: String(maxBytes) });
});
afterAll(() => service.close());

function recordings(count: number, fields: Record<string, string> = { name: 'Me', consent }) {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  for (let n = 0; n < count; n++) {
    form.append('recordings', new Blob([Uint8Array.from(fakeWav)]), `take ${n}.wav`);
  }
  return form;
}

describe('recordings over HTTP', () => {
  it('become a job that lets go of them, in their order', async () => {
    const response = await postForm(`${service.api}/voices`, recordings(2));
    expect(response.status).toBe(202);
    expect(response.headers.get('location')).toMatch(/\/api\/v1\/jobs\//);
    const { plan, request } = service.queue.submitted.at(-1) as { plan: Plan; request: unknown };
    expect(request).toMatchObject({
      name: 'Me',
      consent,
      recordings: ['take 0.wav', 'take 1.wav'],
    });
    const inputs = plan.steps.flatMap((step) => Object.entries(step.inputs));
    const blobs = inputs.filter(([, input]) => 'blob' in input);
    expect(blobs.map(([name]) => name)).toEqual(['recording00', 'recording01']);
    expect(blobs.every(([, input]) => 'passing' in input)).toBe(true);
  });

  it('are given to the last step only where they are to be kept', async () => {
    const fields = { name: 'Me', consent, keepRecordings: 'true' };
    await postForm(`${service.api}/voices`, recordings(1, fields));
    const { plan } = service.queue.submitted.at(-1) as { plan: Plan };
    expect(Object.keys(plan.steps[1].inputs)).toContain('recording00');
  });

  it.each([
    ['more than fifty', () => recordings(51), 400],
    [
      'a keepRecordings that is neither',
      () => recordings(1, { name: 'Me', consent, keepRecordings: 'perhaps' }),
      422,
    ],
    [
      'a consent beyond all measure',
      () => recordings(1, { name: 'Me', consent: 'x'.repeat(9000) }),
      422,
    ],
  ])('are refused: %s', async (_what, form, status) => {
    const response = await postForm(`${service.api}/voices`, form());
    expect(response.status).toBe(status);
    expect((await errorOf(response)).message).toBeTruthy();
  });

  it('that are larger than the limit together are refused or cut off, and leave nothing', async () => {
    const form = recordings(1);
    for (let n = 0; n < 3; n++) {
      form.append('recordings', new Blob([new Uint8Array(0.6 * maxBytes)]), `large ${n}.wav`);
    }
    expect((await postForm(`${service.api}/voices`, form)).status).toBe(413);
    const jobs = service.queue.submitted.length;
    expect(await unannounced(3 * maxBytes)).toBe('cut off');
    expect(service.queue.submitted).toHaveLength(jobs);
    const scratch = join(service.dataDir, 'scratch');
    await waitUntil(async () => (await readdir(scratch)).length === 0);
  });
});

/** Sends recordings without saying how long they are.
 *  @returns the status that was answered, if any was */
function unannounced(bytes: number): Promise<number | string | undefined> {
  const boundary = 'part';
  const url = `${service.api}/voices`;
  const headers = { 'content-type': `multipart/form-data; boundary=${boundary}` };
  const piece = 100_000;
  return new Promise((resolve) => {
    let sent = 0;
    const request = requestHttp(url, { method: 'POST', headers });
    request.on('response', ({ statusCode }) => resolve(statusCode));
    const cutOff = () => resolve('cut off');
    request.on('error', cutOff).on('close', cutOff);
    const next = () => {
      if (request.destroyed) return;
      if (sent >= bytes) return void request.end(`--${boundary}--\r\n`);
      const name = `take${sent}.wav`;
      const head = `--${boundary}\r\nContent-Disposition: form-data; name="recordings"; filename="${name}"\r\n\r\n`;
      request.write(head);
      request.write(Buffer.alloc(piece));
      request.write('\r\n', () => setImmediate(next));
      sent += piece;
    };
    next();
  });
}
