import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { InputError } from '../errors.js';

/** Absolute paths of `files`.
 *  @throws InputError `no-such-file` when one isn't there */
export async function existingFiles(files: string[]): Promise<string[]> {
  for (const file of files) {
    const found = await stat(file).catch(() => undefined);
    if (!found?.isFile()) throw new InputError('no-such-file', `there is no file '${file}'`);
  }
  return files.map((file) => resolve(file));
}
