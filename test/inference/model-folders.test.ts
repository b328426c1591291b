import { createHash, randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { openModelStore, type ModelStore } from '../../src/inference/model-store.js';
import { tempDir } from '../support/temp-dir.js';
import { serveCut, serveRanges, startModelServer, type Handler } from './model-server.js';

const COMMIT = 'https://example.org/music/resolve/0123456789abcdef0123456789abcdef01234567/';
/** Sizes are told in three digits. */
const files = {
  'config.json': Buffer.from('{"model_type": "musicgen"}'),
  'onnx/decoder.onnx': randomBytes(123_400),
  'onnx/codec.onnx': randomBytes(1234),
};

let dataDir: string;

beforeEach(async () => {
  dataDir = await tempDir();
  await writeFile(join(dataDir, 'manifest.json'), JSON.stringify([entry()]));
});

describe('a model of several files', () => {
  it('is pulled whole into one folder once its terms are agreed to', async () => {
    const { store, asked } = await storeAt(serveFiles());
    await expect(store.pull('music')).rejects.toMatchObject({
      kind: 'input',
      code: 'licence-not-accepted',
      message: "'Music' comes under CC-BY-NC-4.0 (https://example.org/by-nc): no commerce",
      hint: 'If you agree, get it with `canto models pull music --accept-licence`.',
    });
    expect(asked()).toEqual([]);
    const fractions: number[] = [];
    const path = await store.pull('music', {
      acceptLicence: true,
      onProgress: (fraction) => fractions.push(fraction),
    });
    expect(fractions).toEqual(fractions.toSorted((a, b) => a - b));
    expect(fractions.at(-1)).toBe(1);
    expect(await readdir(join(dataDir, 'models'))).toEqual(['music']);
    await expectFiles(path);
    expect(await store.list()).toMatchObject([{ id: 'music', isInstalled: true, bytes: 124_656 }]);
    await store.pull('music');
    expect(asked()).toEqual(Object.keys(files).map((name) => `/music/${name}`));
  });

  it('goes on with the file that a broken connection cut, and is not here before all are', async () => {
    let requests = 0;
    const cut: Handler = (request, response) => {
      const whole = serveFiles();
      if (requests++ === 1) serveCut(files['onnx/decoder.onnx'], 60_000)(request, response);
      else whole(request, response);
    };
    const { store, asked } = await storeAt(cut);
    const pull = () => store.pull('music', { acceptLicence: true });
    await expect(pull()).rejects.toMatchObject({ code: 'model-download-failed' });
    expect(await store.list()).toMatchObject([{ isInstalled: false }]);
    await expect(store.resolve('music')).rejects.toMatchObject({
      code: 'model-missing',
      hint: expect.stringContaining('canto models pull music --accept-licence') as string,
    });
    await expectFiles(await pull());
    expect(asked().map((path) => basename(path))).toEqual([
      ...['config.json', 'decoder.onnx', 'decoder.onnx', 'codec.onnx'],
    ]);
  });

  it.each<[string, Buffer]>([
    ['other bytes', randomBytes(123_400)],
    ['far more bytes than rounding hides', randomBytes(126_000)],
    ['far fewer bytes', randomBytes(120_000)],
  ])('is refused with %s in one file', async (_, wrong) => {
    const { store } = await storeAt(serveFiles({ 'onnx/decoder.onnx': wrong }));
    await expect(store.pull('music', { acceptLicence: true })).rejects.toMatchObject({
      code: 'model-download-wrong',
    });
    expect(await readdir(join(dataDir, 'models', 'music', 'onnx'))).toEqual([]);
  });

  it('is corrupt when one of its files is, and gone when it is removed', async () => {
    const { store } = await storeAt(serveFiles());
    const path = await store.pull('music', { acceptLicence: true });
    await writeFile(join(path, 'onnx/codec.onnx'), randomBytes(1234));
    expect(await store.verify()).toEqual([{ id: 'music', state: 'corrupt' }]);
    await store.pull('music', { acceptLicence: true });
    expect(await store.verify()).toEqual([{ id: 'music', state: 'ok' }]);
    await store.remove('music');
    expect(await readdir(join(dataDir, 'models'))).toEqual([]);
    expect(await store.verify()).toEqual([{ id: 'music', state: 'missing' }]);
  });

  it('is known by its hashes in a folder that was downloaded by hand', async () => {
    const folder = await tempDir();
    await writeFiles(folder, { ...files, 'onnx/codec.onnx': randomBytes(1234) });
    const store = await openStore();
    expect(await store.add(folder)).toBeUndefined();
    await writeFiles(folder, files);
    expect(await store.add(folder)).toMatchObject({ id: 'music' });
    await expectFiles(await store.resolve('music'));
  });

  it('comes from another installation, which is a mirror', async () => {
    const mirror = await tempDir();
    await writeFiles(join(mirror, 'music'), files);
    const store = await openStore(mirror);
    await expectFiles(await store.pull('music', { acceptLicence: true }));
    await rm(join(mirror, 'music', 'config.json'));
    await store.remove('music');
    await expect(store.pull('music', { acceptLicence: true })).rejects.toThrow('has no file');
  });

  it.each([
    { folder: 'https://example.org/music/resolve/main/' },
    { folder: COMMIT.replace('https', 'http') },
    { files: [] },
    { files: [{ path: '../up.json', roundedBytes: 10 }] },
    { files: [{ path: '/etc/passwd', roundedBytes: 10 }] },
  ])('is in no catalogue with %j', async (change) => {
    await writeFile(join(dataDir, 'manifest.json'), JSON.stringify([{ ...entry(), ...change }]));
    await expect(openStore()).rejects.toThrow();
  });

  it('that a user brought is kept, listed by the next to look, and removed', async () => {
    const folder = await tempDir();
    await writeFiles(folder, files);
    const store = await openStore();
    const description = {
      ...{ id: 'mine', title: 'Mine', purpose: 'music', engine: 'musicgen', licence: 'mine' },
      ...{ sha256: 'a'.repeat(64), bytes: 124_660, settings: {}, inputs: [], outputs: [] },
      files: Object.entries(files).map(([path, content]) => ({
        ...{ path, bytes: content.length, sha256: sha256(content) },
      })),
    };
    const sources = Object.fromEntries(
      Object.keys(files).map((path) => [path, join(folder, path)]),
    );
    await store.adoptFolder(sources, description);
    await expectFiles(await store.resolve('mine'));
    const later = await openStore();
    expect(later.describe('mine')).toEqual(description);
    await expect(later.adoptFolder(sources, { ...description, id: 'music' })).rejects.toMatchObject(
      { code: 'model-name-taken' },
    );
    await later.remove('mine');
    expect(await readdir(join(dataDir, 'models'))).toEqual([]);
  });
});

function entry() {
  return {
    id: 'music',
    title: 'Music',
    purpose: 'songs',
    engine: 'musicgen',
    folder: COMMIT,
    files: [
      { path: 'config.json', roundedBytes: 26 },
      ...['onnx/decoder.onnx', 'onnx/codec.onnx'].map((path) => ({
        path,
        sha256: sha256(files[path as keyof typeof files]),
        roundedBytes: path === 'onnx/codec.onnx' ? 1230 : 123_400,
      })),
    ],
    licence: 'CC-BY-NC-4.0',
    licenceUrl: 'https://example.org/by-nc',
    terms: 'no commerce',
    inputs: [],
    outputs: [],
  };
}

function sha256(content: Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}

async function writeFiles(folder: string, contents: Record<string, Buffer>): Promise<string> {
  for (const [path, content] of Object.entries(contents)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
  return folder;
}

async function expectFiles(folder: string): Promise<void> {
  for (const [path, content] of Object.entries(files)) {
    expect((await readFile(join(folder, path))).equals(content)).toBe(true);
  }
}

/** All files below `/music/`, some of them others than they should be. */
function serveFiles(changes: Record<string, Buffer> = {}): Handler {
  const contents: Record<string, Buffer> = { ...files, ...changes };
  return (request, response) => {
    const content = contents[request.url!.replace('/music/', '')];
    if (content) serveRanges(content)(request, response);
    else response.writeHead(404).end();
  };
}

async function storeAt(handler: Handler): Promise<{ store: ModelStore; asked: () => string[] }> {
  const asked: string[] = [];
  const server = await startModelServer((request, response) => {
    asked.push(request.url!);
    handler(request, response);
  });
  onTestFinished(() => server.close());
  return { store: await openStore(server.url), asked: () => asked };
}

function openStore(mirror?: string): Promise<ModelStore> {
  const manifestPath = join(dataDir, 'manifest.json');
  return openModelStore({ dataDir, manifestPath, mirror });
}
