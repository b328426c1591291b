import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { expect, it } from 'vitest';
import { zipFiles } from '../../src/store/zip-files.js';
import { tempDir } from '../support/temp-dir.js';
import { unzip } from '../support/unzip.js';

const contents = { 'vocals.wav': Buffer.alloc(200_000, 'la'), 'größe.wav': Buffer.alloc(0) };

async function writeFiles() {
  const dir = await tempDir();
  const entries = Object.entries(contents).map(([name, content]) => ({
    name,
    path: join(dir, name),
    bytes: content.length,
  }));
  for (const { name, path } of entries) {
    await writeFile(path, contents[name as keyof typeof contents]);
  }
  return entries;
}

it('what is unpacked is what was packed, as it is and in its order', async () => {
  const unpacked = await unzip(await buffer(zipFiles(await writeFiles()).stream));
  const packed = Object.entries(contents).map(([name, content]) => ({
    name,
    content,
    stored: true,
  }));
  expect(unpacked).toEqual(packed);
});

it('the length is known before anything is read', async () => {
  const { stream, bytes } = zipFiles(await writeFiles());
  expect((await buffer(stream)).length).toBe(bytes);
});

it('the same files give the same bytes on another day', async () => {
  const [first, second] = [await writeFiles(), await writeFiles()];
  const archive = await buffer(zipFiles(first).stream);
  expect(archive.equals(await buffer(zipFiles(second).stream))).toBe(true);
});

it('a file that is gone, or has become another, breaks the archive off', async () => {
  const entries = await writeFiles();
  const longer = entries.map((entry) => ({ ...entry, bytes: entry.bytes + 1 }));
  await expect(buffer(zipFiles(longer).stream)).rejects.toThrow('number of bytes');
  await rm(entries[1].path);
  await expect(buffer(zipFiles(entries).stream)).rejects.toThrow('ENOENT');
});
