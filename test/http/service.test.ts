import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CancelledError } from '../../src/errors.js';
import { createApp } from '../../src/http/create-app.js';
import { listen } from '../../src/http/listen.js';
import { measureSteps } from '../../src/http/step-metrics.js';
import type { StepExecutor, StepTask } from '../../src/jobs/step-executor.js';
import { errorOf, postJson, rawRequest } from './support/send.js';
import { startService, type TestService } from './support/start-service.js';

let service: TestService;
const logged: string[] = [];
const log = pino(
  { level: 'debug' },
  new Writable({
    write(chunk: Buffer, _encoding, done) {
      logged.push(chunk.toString());
      done();
    },
  }),
);
let webDir: string;
beforeAll(async () => {
  webDir = await mkdtemp(join(tmpdir(), 'canto-web-'));
  await mkdir(join(webDir, 'assets'));
  await writeFile(join(webDir, 'index.html'), '<!doctype html><title>Canto</title>');
  await writeFile(join(webDir, 'assets', 'page-1a2b.js'), 'export {};');
  service = await startService({}, { log, webDir });
});
afterAll(async () => {
  await service.close();
  await rm(webDir, { recursive: true });
});

describe('a request from another site', () => {
  const demo = JSON.stringify({ source: { demo: true } });
  const json = { 'content-type': 'application/json' };

  function askWith(headers: Record<string, string>) {
    const options = { method: 'POST', path: '/api/v1/covers', body: demo };
    return rawRequest(service.url, { ...options, headers: { ...json, ...headers } });
  }

  it.each([
    ['its origin', { origin: 'https://evil.example' }],
    ['an opaque origin', { origin: 'null' }],
    ['another port of this machine', { origin: 'http://127.0.0.1:1' }],
    ["the browser's word", { 'sec-fetch-site': 'cross-site' }],
  ])('changes nothing: known by %s', async (_what, headers) => {
    const { status, body } = await askWith(headers);
    expect(status).toBe(403);
    expect(body).toContain('foreign-origin');
  });

  it('is told apart from the own page and from programs', async () => {
    expect((await askWith({})).status).toBe(202);
    const own = { origin: service.url, 'sec-fetch-site': 'same-origin' };
    expect((await askWith(own)).status).toBe(202);
  });

  it.each(['evil.example', 'evil.example:3000', 'localhost.evil.example'])(
    'reads nothing under the host name %j',
    async (host) => {
      const { status } = await rawRequest(service.url, { path: '/api/v1/jobs', headers: { host } });
      expect(status).toBeGreaterThanOrEqual(400);
      expect(status).toBeLessThan(500);
    },
  );

  it.each(['localhost', 'LOCALHOST:3000', '127.0.0.1', '[::1]:3000'])(
    'is not one under the host name %j',
    async (host) => {
      const { status } = await rawRequest(service.url, { path: '/api/v1/jobs', headers: { host } });
      expect(status).toBe(200);
    },
  );
});

describe('operations', () => {
  it('say that the service lives and can work', async () => {
    for (const base of [service.url, service.api]) {
      const health = await fetch(`${base}/healthz`);
      expect(await health.json()).toEqual({ status: 'ok', version: '0.0.0-test' });
      expect((await fetch(`${base}/readyz`)).status).toBe(200);
    }
  });

  it('tell how large a song may be', async () => {
    const { maxUploadBytes, maxDurationSeconds, maxSeparationSeconds } = service.services.config;
    const lengths = { maxDurationSeconds, maxSeparationSeconds };
    const limits = { version: '0.0.0-test', maxUploadBytes, ...lengths };
    expect(await (await fetch(`${service.api}/limits`)).json()).toEqual(limits);
  });

  it('say what keeps the service from working', async () => {
    const list = () => Promise.reject(new Error('database is locked'));
    const broken = await startService({}, { queue: { ...service.queue, list } });
    try {
      const response = await fetch(`${broken.url}/readyz`);
      expect(response.status).toBe(503);
      const problems = ['the job store does not answer'];
      expect(await response.json()).toEqual({ ready: false, problems });
    } finally {
      await broken.close();
    }
  });

  it('measure requests by pattern, and jobs by state', async () => {
    await fetch(`${service.api}/jobs/some-id`);
    const text = await (await fetch(`${service.url}/metrics`)).text();
    expect(text).toContain('route="/jobs/:id"');
    expect(text).toMatch(/canto_jobs\{state="queued"\} \d/);
    expect(text).not.toContain('some-id');
  });
});

interface Layer {
  route?: { path: string; methods: Record<string, boolean> };
  handle: { stack?: Layer[] };
}

/** "get /jobs/{id}" for each route in a router and in the routers below it. */
function mountedCalls(stack: Layer[]): string[] {
  return stack.flatMap(({ route, handle }) => {
    if (!route) return mountedCalls(handle.stack ?? []);
    const path = route.path.replace(/:(\w+)/g, '{$1}');
    return Object.keys(route.methods).map((method) => `${method} ${path}`);
  });
}

describe('a measured executor', () => {
  it('notes how steps end', async () => {
    const registry = new Registry();
    const endings: Record<string, StepExecutor> = {
      mix: () => Promise.resolve(1),
      separate: () => Promise.reject(new CancelledError()),
      decode: () => Promise.reject(new Error('broken')),
    };
    const execute = measureSteps((task, options) => endings[task.kind](task, options), registry);
    for (const kind of Object.keys(endings)) {
      await execute({ kind } as StepTask, {}).catch(() => undefined);
    }
    const text = await registry.metrics();
    expect(text).toContain('canto_step_seconds_count{kind="mix",outcome="done"} 1');
    expect(text).toContain('canto_step_seconds_count{kind="separate",outcome="cancelled"} 1');
    expect(text).toContain('canto_step_seconds_count{kind="decode",outcome="failed"} 1');
  });
});

describe('the description of the API', () => {
  it('lists every route that is mounted', async () => {
    const response = await fetch(`${service.api}/openapi.json`);
    const { openapi, paths } = (await response.json()) as {
      openapi: string;
      paths: Record<string, object>;
    };
    expect(openapi).toBe('3.1.0');
    const calls = mountedCalls(createApp(service.services).router.stack as unknown as Layer[]);
    expect(calls).toContain('post /covers');
    for (const call of calls.filter((call) => call !== 'get /')) {
      const [method, path] = call.split(' ');
      expect(paths[path], call).toHaveProperty(method);
    }
  });

  it('gives ranges and defaults of settings', async () => {
    const text = await (await fetch(`${service.api}/openapi.json`)).text();
    expect(text).toContain('"minimum":-24,"maximum":24,"default":0');
  });
});

describe('the page', () => {
  it('is served with headers that keep it to itself', async () => {
    const response = await fetch(service.url);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-security-policy')).toContain("default-src 'self'");
    expect(response.headers.get('cross-origin-opener-policy')).toBe('same-origin');
    expect(response.headers.get('cross-origin-embedder-policy')).toBe('require-corp');
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(response.headers.has('x-powered-by')).toBe(false);
  });

  it('may keep its hashed assets for good, and asks for the rest each time', async () => {
    const asset = await fetch(`${service.url}/assets/page-1a2b.js`);
    expect(asset.headers.get('cache-control')).toContain('immutable');
    expect((await fetch(service.url)).headers.get('cache-control')).toContain('max-age=0');
  });

  it.each(['/nothing', '/assets/nothing.js', '/..%2fpackage.json', '/.env'])(
    'has no %s',
    async (path) => {
      expect((await rawRequest(service.url, { path })).status).toBe(404);
    },
  );

  it('says how to get it where it is not built', async () => {
    const bare = await startService({}, { webDir: join(webDir, 'absent') });
    try {
      const response = await fetch(bare.url);
      expect(response.status).toBe(503);
      expect(await response.text()).toContain('npm run build');
    } finally {
      await bare.close();
    }
  });
});

describe('an unforeseen error', () => {
  it('shows the user an id and the log the reason', async () => {
    const get = () => Promise.reject(new Error('secret detail'));
    const broken = await startService({}, { log, queue: { ...service.queue, get } });
    try {
      const response = await fetch(`${broken.api}/jobs/x`);
      expect(response.status).toBe(500);
      const { code, message, hint = '' } = await errorOf(response);
      expect({ code, message }).toEqual({
        code: 'internal',
        message: 'something went wrong on our side',
      });
      const [id] = /[0-9a-f-]{36}/.exec(hint) ?? ['no id'];
      const line = logged.find((text) => text.includes(id) && text.includes('secret detail'));
      expect(line).toBeDefined();
    } finally {
      await broken.close();
    }
  });
});

describe('the log', () => {
  it('holds paths without their queries', async () => {
    await fetch(`${service.api}/jobs?limit=5&token=hunter2`);
    expect(logged.some((line) => line.includes('"path":"/api/v1/jobs"'))).toBe(true);
    expect(logged.some((line) => line.includes('hunter2'))).toBe(false);
  });
});

describe('too many requests', () => {
  it('are refused in the shape of all errors', async () => {
    const busy = await startService();
    try {
      const ask = () => postJson(`${busy.api}/jobs/x/retry`, {});
      for (let i = 0; i < 300; i++) expect((await ask()).status).toBe(404);
      const response = await ask();
      expect(response.status).toBe(429);
      expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0);
      expect(await errorOf(response)).toMatchObject({ code: 'too-many-requests' });
    } finally {
      await busy.close();
    }
  });
});

describe('listening', () => {
  it('on a taken port says so', async () => {
    const port = Number(new URL(service.url).port);
    const again = listen(createApp(service.services), { host: '127.0.0.1', port });
    await expect(again).rejects.toMatchObject({ code: 'port-in-use' });
  });

  it('on a host that is not ours says so', async () => {
    const elsewhere = listen(createApp(service.services), { host: '192.0.2.1', port: 0 });
    await expect(elsewhere).rejects.toMatchObject({ code: 'bad-address' });
  });
});
