import { open, type FileHandle } from 'node:fs/promises';
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
