import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openModelStore, type ModelStore } from '../../src/inference/model-store.js';
import { forkModule } from '../../src/process/fork-module.js';
import { sharedPath } from '../support/shared.js';
import {
  serveCut,
  serveRanges,
  serveStalled,
  startModelServer,
  type Handler,
  type ModelServer,
} from './model-server.js';

/** The real Swift-F0 where the developers' shared material is, else bytes of its size. */
const swiftF0 = sharedPath('models/swift-f0/model.onnx');

let folder: string;
let bytes: Buffer;
let server: ModelServer | undefined;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'canto-models-'));
  bytes = swiftF0 ? await readFile(swiftF0) : randomBytes(397_987);
  await writeFile(join(folder, 'manifest.json'), JSON.stringify([entry({})]));
});

afterEach(async () => {
  server?.close();
  await rm(folder, { recursive: true });
});

describe('model store', () => {
  it('pulls a model, checks it and hands out its path', async () => {
    const store = await storeAt(serveRanges(bytes));
    expect((await store.list())[0]).toMatchObject({ id: 'swift-f0', isInstalled: false });
    const fractions: number[] = [];
    await store.pull('swift-f0', { onProgress: (fraction) => fractions.push(fraction) });
    await expectInstalled(store);
    expect((await store.list())[0]).toMatchObject({ id: 'swift-f0', isInstalled: true });
    expect(fractions).toEqual(fractions.toSorted((a, b) => a - b));
    expect(fractions.at(-1)).toBe(1);
    expect(await readdir(modelsFolder())).toEqual(['swift-f0.onnx']);
  });

  it('names the first model that is here', async () => {
    const other = { ...entry({}), id: 'other' };
    await writeFile(join(folder, 'manifest.json'), JSON.stringify([other, entry({})]));
    const store = await storeAt(serveRanges(bytes));
    expect(await store.firstInstalled(['other', 'swift-f0'])).toBe('other');
    await store.pull('swift-f0');
    expect(await store.firstInstalled(['other', 'swift-f0'])).toBe('swift-f0');
  });

  it('asks no server for what is here already', async () => {
    const store = await storeAt(serveRanges(bytes));
    await store.pull('swift-f0');
    await store.pull('swift-f0');
    expect(server!.ranges).toHaveLength(1);
  });

  it('goes on where a broken connection stopped', async () => {
    const store = await storeAt(cutOnce(serveCut(bytes, 100_000), serveRanges(bytes)));
    await expect(store.pull('swift-f0')).rejects.toMatchObject({ code: 'model-download-failed' });
    await expect(store.resolve('swift-f0')).rejects.toMatchObject({ code: 'model-missing' });
    const have = (await stat(join(modelsFolder(), 'swift-f0.onnx.part'))).size;
    expect(have).toBeGreaterThan(0);
    await store.pull('swift-f0');
    expect(server!.ranges).toEqual(['', `bytes=${have}-`]);
    await expectInstalled(store);
    expect(await readdir(modelsFolder())).toEqual(['swift-f0.onnx']);
  });

  it('starts again where the file has changed meanwhile', async () => {
    const after = serveRanges(bytes, '"second"');
    const store = await storeAt(cutOnce(serveCut(randomBytes(bytes.length), 100_000), after));
    await expect(store.pull('swift-f0')).rejects.toMatchObject({ code: 'model-download-failed' });
    await store.pull('swift-f0');
    await expectInstalled(store);
  });

  it('starts again on a server that knows no ranges', async () => {
    const whole: Handler = (_, response) => response.end(bytes);
    const store = await storeAt(cutOnce(serveCut(bytes, 100_000), whole));
    await expect(store.pull('swift-f0')).rejects.toMatchObject({ code: 'model-download-failed' });
    await store.pull('swift-f0');
    await expectInstalled(store);
  });

  it('starts again when what an earlier download left turns out wrong', async () => {
    const store = await storeAt(serveRanges(bytes));
    await mkdir(modelsFolder());
    await writeFile(join(modelsFolder(), 'swift-f0.onnx.part'), randomBytes(5000));
    await store.pull('swift-f0');
    await expectInstalled(store);
  });

  it.each<[string, (bytes: Buffer) => Handler]>([
    ['wrong bytes of the right length', (b) => serveRanges(randomBytes(b.length))],
    ['a file that is too short', (b) => serveRanges(b.subarray(0, -1))],
    ['a file that is too long', (b) => serveRanges(Buffer.concat([b, b]))],
    ['fewer bytes, of no declared length', (b) => (_, response) => sendChunked(response, b, 1000)],
    ['bytes without end', (b) => (_, response) => sendChunked(response, Buffer.alloc(1 << 22, b))],
  ])('refuses %s, and leaves nothing behind', async (_, handlerOf) => {
    const store = await storeAt(handlerOf(bytes));
    await expect(store.pull('swift-f0')).rejects.toMatchObject({
      kind: 'model',
      code: 'model-download-wrong',
    });
    expect(await readdir(modelsFolder())).toEqual([]);
  });

  it.each([404, 403, 500])('reports a server that answers %i', async (status) => {
    const store = await storeAt((_, response) => response.writeHead(status).end('no'));
    await expect(store.pull('swift-f0')).rejects.toThrow(`the server answered ${status}`);
    expect(await readdir(modelsFolder())).toEqual([]);
  });

  it('gives up on a server that sends nothing any more, and keeps what came', async () => {
    const store = await storeAt(cutOnce(serveStalled(bytes, 100_000), serveRanges(bytes)));
    await expect(store.pull('swift-f0', { stallMs: 300 })).rejects.toThrow(
      'sends nothing any more',
    );
    await store.pull('swift-f0');
    expect(server!.ranges[1]).toMatch(/^bytes=\d+-$/);
    await expectInstalled(store);
  });

  it('reports a server that is not there', async () => {
    const store = await openStore('http://127.0.0.1:9/');
    await expect(store.pull('swift-f0')).rejects.toMatchObject({
      code: 'model-download-failed',
      hint: expect.stringContaining('canto models pull swift-f0') as string,
    });
  });

  it('stops when it is cancelled, and goes on later', async () => {
    const store = await storeAt(cutOnce(serveStalled(bytes, 100_000), serveRanges(bytes)));
    const cancel = new AbortController();
    const pull = store.pull('swift-f0', {
      signal: cancel.signal,
      onProgress: () => cancel.abort(),
    });
    await expect(pull).rejects.toMatchObject({ code: 'cancelled' });
    await store.pull('swift-f0');
    await expectInstalled(store);
  });

  it('follows redirects, but never in circles', async () => {
    const store = await storeAt((request, response) => {
      if (request.url !== '/moved') response.writeHead(302, { location: '/moved' }).end();
      else serveRanges(bytes)(request, response);
    });
    await store.pull('swift-f0');
    await expectInstalled(store);
    const lost = await storeAt((_, response) => response.writeHead(302, { location: '/' }).end());
    await rm(modelsFolder(), { recursive: true });
    await expect(lost.pull('swift-f0')).rejects.toThrow('redirects in circles');
  });

  it('follows no redirect to anything but http(s)', async () => {
    const store = await storeAt((_, response) =>
      response.writeHead(302, { location: 'file:///etc/passwd' }).end(),
    );
    await expect(store.pull('swift-f0')).rejects.toThrow('redirects to file:// addresses');
  });

  it('takes a folder as a mirror, and says when that lacks the model', async () => {
    const mirror = join(folder, 'mirror');
    await mkdir(mirror);
    const store = await openStore(mirror);
    await expect(store.pull('swift-f0')).rejects.toThrow('the mirror has no file');
    await writeFile(join(mirror, 'swift-f0.onnx'), bytes);
    await store.pull('swift-f0');
    await expectInstalled(store);
    await rm(modelsFolder(), { recursive: true });
    await writeFile(join(mirror, 'swift-f0.onnx'), randomBytes(bytes.length));
    await expect(store.pull('swift-f0')).rejects.toMatchObject({ code: 'model-download-wrong' });
  });

  it('lets two processes pull the same model at once', async () => {
    server = await startModelServer((request, response) => {
      setTimeout(() => serveRanges(bytes)(request, response), 200);
    });
    const env = { DATA_DIR: folder, MANIFEST: join(folder, 'manifest.json'), MIRROR: server.url };
    const url = new URL('./pull-child.js', import.meta.url);
    const children = [1, 2].map(() => forkModule(url, { env }));
    const exits = await Promise.all(children.map((child) => once(child, 'exit')));
    expect(exits.map(([code]) => code as number)).toEqual([0, 0]);
    expect(server.ranges).toHaveLength(1);
    expect(await readdir(modelsFolder())).toEqual(['swift-f0.onnx']);
  });

  it('is not held up by the lock of a process that died', async () => {
    const store = await storeAt(serveRanges(bytes));
    await mkdir(modelsFolder());
    const lock = join(modelsFolder(), 'swift-f0.onnx.lock');
    await writeFile(lock, '');
    const longAgo = new Date(Date.now() - 60_000);
    await utimes(lock, longAgo, longAgo);
    await store.pull('swift-f0');
    expect(await readdir(modelsFolder())).toEqual(['swift-f0.onnx']);
  });

  it('says which command gets a missing model, its size and its licence', async () => {
    const store = await openStore();
    await expect(store.resolve('swift-f0')).rejects.toMatchObject({
      kind: 'model',
      code: 'model-missing',
      hint: 'Get it with `canto models pull swift-f0` (0.4 MB, MIT).',
    });
  });

  it.each(['../manifest', '/etc/passwd', 'swift-f1', ''])('knows no model "%s"', async (id) => {
    const store = await openStore();
    await expect(store.resolve(id)).rejects.toMatchObject({ code: 'unknown-model' });
    await expect(store.pull(id)).rejects.toMatchObject({ code: 'unknown-model' });
  });

  it('hands out no file that was changed after it was pulled', async () => {
    const store = await storeAt(serveRanges(bytes));
    const path = await store.pull('swift-f0');
    expect(await store.verify()).toEqual([{ id: 'swift-f0', state: 'ok' }]);
    await writeFile(path, randomBytes(bytes.length));
    await expect(store.resolve('swift-f0')).rejects.toMatchObject({ code: 'model-corrupt' });
    expect(await store.verify()).toEqual([{ id: 'swift-f0', state: 'corrupt' }]);
    await store.pull('swift-f0');
    expect(await store.verify()).toEqual([{ id: 'swift-f0', state: 'ok' }]);
  });

  it('takes in a file of the catalogue under any name, and no other file', async () => {
    const store = await openStore();
    const path = join(folder, 'downloaded by hand.bin');
    await writeFile(path, randomBytes(1000));
    expect(await store.add(path)).toBeUndefined();
    expect((await store.list())[0].isInstalled).toBe(false);
    await writeFile(path, bytes);
    expect(await store.add(path)).toMatchObject({ id: 'swift-f0' });
    await expectInstalled(store);
  });

  it('has embedded models at once', async () => {
    await writeFile(join(folder, 'own.onnx'), bytes);
    await writeFile(
      join(folder, 'manifest.json'),
      JSON.stringify([entry({ id: 'own', file: 'own.onnx', url: undefined })]),
    );
    const store = await openStore();
    expect((await store.list())[0]).toMatchObject({ isEmbedded: true, isInstalled: true });
    await expectInstalled(store, 'own');
    expect(await store.pull('own')).toBe(await store.resolve('own'));
  });

  it.each([
    { id: '../up' },
    { file: '../up.onnx', url: undefined },
    { url: 'http://x.org/a.onnx' },
  ])('takes no catalogue with %j', async (change) => {
    await writeFile(join(folder, 'manifest.json'), JSON.stringify([entry(change)]));
    await expect(openStore()).rejects.toThrow();
  });

  it("reads Canto's own catalogue", async () => {
    const store = await openModelStore({ dataDir: folder });
    expect(store.describe('swift-f0')).toMatchObject({ bytes: 397_987, licence: 'MIT' });
  });
});

function entry(change: Record<string, unknown>): Record<string, unknown> {
  return {
    id: 'swift-f0',
    title: 'Swift-F0',
    purpose: 'pitch',
    url: 'https://example.org/swift_f0/model.onnx',
    sha256: createHash('sha256').update(bytes).digest('hex'),
    bytes: bytes.length,
    licence: 'MIT',
    inputs: [],
    outputs: [],
    ...change,
  };
}

async function expectInstalled(store: ModelStore, id = 'swift-f0'): Promise<void> {
  const installed = await readFile(await store.resolve(id));
  // An element by element comparison takes seconds.
  expect(installed.equals(bytes)).toBe(true);
}

function modelsFolder(): string {
  return join(folder, 'models');
}

async function storeAt(handler: Handler): Promise<ModelStore> {
  server?.close();
  server = await startModelServer(handler);
  return openStore(server.url);
}

function openStore(mirror?: string): Promise<ModelStore> {
  return openModelStore({ dataDir: folder, manifestPath: join(folder, 'manifest.json'), mirror });
}

/** The first request by `first`, all others by `then`. */
function cutOnce(first: Handler, then: Handler): Handler {
  let requests = 0;
  return (request, response) => (requests++ === 0 ? first : then)(request, response);
}

function sendChunked(response: Parameters<Handler>[1], content: Buffer, length?: number): void {
  response.write(content.subarray(0, length));
  response.end();
}
