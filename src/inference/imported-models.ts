import { copyFile, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { InputError } from '../errors.js';
import { sha256OfFile } from '../file-hash.js';
import { writeWhole } from '../write-whole.js';
import { importedEntrySchema, type ImportedModel } from './model-manifest.js';

/** The models that a user brought to `folder`: for each, ID.onnx or a folder ID, and
 *  ID.json, which describes it. */
export async function readImportedModels(folder: string): Promise<ImportedModel[]> {
  const names = await readdir(folder).catch(() => []);
  const entries = await Promise.all(
    names.filter((name) => name.endsWith('.json')).map((name) => readEntry(join(folder, name))),
  );
  return entries.filter((entry) => entry !== undefined).sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** Undefined for what isn't ours: such a file must not keep all other models from working. */
async function readEntry(path: string): Promise<ImportedModel | undefined> {
  const text = await readFile(path, 'utf8');
  try {
    return importedEntrySchema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** Writes what is known of a model that lies in `folder` already: without, it is no model. */
export async function recordImportedModel(folder: string, entry: ImportedModel): Promise<void> {
  await writeWhole(recordPath(folder, entry.id), (path) =>
    writeFile(path, `${JSON.stringify(entry, null, 2)}\n`),
  );
}

/** Copies the model file at `source` to `path`, where it appears whole or not at all.
 *  @throws InputError `model-changed` when it isn't the file that has this `sha256` */
export async function copyModel(source: string, path: string, sha256: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeWhole(path, async (temporaryPath) => {
    await copyFile(source, temporaryPath);
    if ((await sha256OfFile(temporaryPath)) === sha256) return;
    throw new InputError('model-changed', `'${source}' changed while it was imported`, {
      hint: 'Import it again once it is complete.',
    });
  });
}

/** Forgets a model that was brought to `folder`; its file stays. */
export async function forgetImportedModel(folder: string, id: string): Promise<void> {
  await rm(recordPath(folder, id), { force: true });
}

function recordPath(folder: string, id: string): string {
  return join(folder, `${id}.json`);
}
