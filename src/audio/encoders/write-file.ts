import { randomUUID } from 'node:crypto';
import { open, rm, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { writeWhole } from '../../write-whole.js';

/** Writes a file that appears at `path` whole or not at all.
 *  @param write is given the open file, which is closed afterwards
 *  @returns what `write` returned */
export function writeFileWhole<T>(
  path: string,
  write: (file: FileHandle) => Promise<T>,
): Promise<T> {
  return writeWhole(path, async (temporaryPath) => {
    const file = await open(temporaryPath, 'wx');
    return write(file).finally(() => file.close());
  });
}

/** Opens a file beside `path` for what must wait; it is gone once `use` is through with it.
 *  @returns what `use` returned */
export async function withScratchFile<T>(
  path: string,
  use: (file: FileHandle) => Promise<T>,
): Promise<T> {
  const scratchPath = join(dirname(path), `.${randomUUID()}.part`);
  const file = await open(scratchPath, 'wx+');
  try {
    return await use(file);
  } finally {
    await file.close();
    await rm(scratchPath, { force: true });
  }
}
