import { randomUUID } from 'node:crypto';
import { rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Makes a file that appears at `path` whole or not at all: `write` fills a temporary file beside
 *  it, which is renamed at the end and removed on failure.
 *  @returns what `write` returned */
export async function writeWhole<T>(
  path: string,
  write: (temporaryPath: string) => Promise<T>,
): Promise<T> {
  const temporaryPath = join(dirname(path), `.${randomUUID()}.part`);
  try {
    const result = await write(temporaryPath);
    await rename(temporaryPath, path);
    return result;
  } catch (error) {
    await rm(temporaryPath, { force: true });
    throw error;
  }
}
