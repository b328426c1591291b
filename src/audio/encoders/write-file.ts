import { randomUUID } from 'node:crypto';
import { open, rename, rm, type FileHandle } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** Writes a file that appears at `path` whole or not at all: `write` fills a temporary file beside
 *  it, which is renamed at the end and removed on failure. Returns what `write` returned. */
export async function writeFileWhole<T>(
  path: string,
  write: (file: FileHandle) => Promise<T>,
): Promise<T> {
  const temporaryPath = join(dirname(path), `.${basename(path).slice(0, 80)}.${randomUUID()}.part`);
  const file = await open(temporaryPath, 'wx');
  try {
    const result = await write(file).finally(() => file.close());
    await rename(temporaryPath, path);
    return result;
  } catch (error) {
    await rm(temporaryPath, { force: true });
    throw error;
  }
}
