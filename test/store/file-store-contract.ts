import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { FileStore } from '../../src/store/file-store.js';
import { tempDir } from '../support/temp-dir.js';

const IN_THE_FUTURE = new Date(Date.now() + 60_000);

/** What every file store keeps.
 *  @param open opens a new, empty store */
export function fileStoreContract(open: () => Promise<FileStore>): void {
  it('gives back the bytes that came in, under their hash', async () => {
    const { store, path } = await storeAndFile(open, 'a song');
    const stored = await store.put(path);
    expect(stored).toEqual({ sha256: sha256('a song'), bytes: 6 });
    expect(await readFile(await store.pathOf(stored.sha256), 'utf8')).toBe('a song');
  });

  it('stores the same content once', async () => {
    const { store, path } = await storeAndFile(open, 'a song');
    const first = await store.put(path);
    expect(await store.put(path)).toEqual(first);
    await store.remove(first.sha256);
    expect(await store.has(first.sha256)).toBe(false);
  });

  it('leaves a copied file in its place and takes a moved one away', async () => {
    const { store, path } = await storeAndFile(open, 'a song');
    await store.put(path);
    expect(existsSync(path)).toBe(true);
    await store.put(path, { move: true });
    expect(existsSync(path)).toBe(false);
  });

  it('stores an empty file', async () => {
    const { store, path } = await storeAndFile(open, '');
    expect(await store.put(path)).toEqual({ sha256: sha256(''), bytes: 0 });
  });

  it('refuses a path for what it does not have', async () => {
    const { store } = await storeAndFile(open, '');
    await expect(store.pathOf(sha256('other'))).rejects.toMatchObject({ code: 'no-such-file' });
    expect(await store.has(sha256('other'))).toBe(false);
  });

  it('removes what is absent without a word', async () => {
    const { store } = await storeAndFile(open, '');
    await store.remove(sha256('other'));
  });

  it('removes old files beyond those that are to be kept', async () => {
    const { store, path } = await storeAndFile(open, 'kept');
    const kept = await store.put(path);
    await writeFile(path, 'loose');
    const loose = await store.put(path);
    await store.removeOthers(new Set([kept.sha256]), new Date(0));
    expect(await store.has(loose.sha256)).toBe(true);
    await store.removeOthers(new Set([kept.sha256]), IN_THE_FUTURE);
    expect(await store.has(loose.sha256)).toBe(false);
    expect(await store.has(kept.sha256)).toBe(true);
  });

  it('survives many puts of the same content at once', async () => {
    const { store, path } = await storeAndFile(open, 'a song');
    const all = await Promise.all(Array.from({ length: 20 }, () => store.put(path)));
    expect(new Set(all.map((stored) => stored.sha256)).size).toBe(1);
  });

  it('gives each scratch folder to one user, and removes it with all in it', async () => {
    const { store } = await storeAndFile(open, '');
    const [one, other] = [await store.scratch(), await store.scratch()];
    expect(one.path).not.toBe(other.path);
    await writeFile(join(one.path, 'half'), 'half');
    await one.remove();
    await one.remove();
    expect(existsSync(one.path)).toBe(false);
    expect(existsSync(other.path)).toBe(true);
  });
}

async function storeAndFile(open: () => Promise<FileStore>, content: string) {
  const path = join(await tempDir(), 'file');
  await writeFile(path, content);
  return { store: await open(), path };
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
