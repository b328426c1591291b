import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { z } from 'zod';

/** Becomes part of a path, so it can hold nothing that leads out of a folder. */
const idSchema = z
  .string()
  .max(100)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'an id is kebab-case');

const portSchema = z.object({
  name: z.string(),
  type: z.string(),
  dims: z.array(z.union([z.number().int(), z.string()])),
});

const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/);
const bytesSchema = z.number().int().positive();

/** A path below a folder, and nothing that leads out of it. */
const relativePathSchema = z.string().regex(/^(?!.*\.\.)[a-z0-9][a-z0-9._/-]*$/i);

const description = {
  id: idSchema,
  title: z.string(),
  /** What it is for, for people. */
  purpose: z.string(),
  /** The engine that runs it, where an engine can run more than one model. */
  engine: z.string().optional(),
  licence: z.string(),
  licenceUrl: z.url().optional(),
  /** What its licence forbids, for people: it is downloaded only once they have agreed. */
  terms: z.string().optional(),
  sampleRate: z.number().int().positive().optional(),
};

const oneFile = {
  ...description,
  sha256: sha256Schema,
  bytes: bytesSchema,
  inputs: z.array(portSchema),
  outputs: z.array(portSchema),
};

/** What a folder takes and gives is its engine's business. */
const noPorts = { inputs: z.array(portSchema).max(0), outputs: z.array(portSchema).max(0) };

/** A folder of files that together are a model. */
const importedFolderSchema = z.strictObject({
  ...description,
  sha256: sha256Schema,
  bytes: bytesSchema,
  files: z
    .array(z.strictObject({ path: relativePathSchema, sha256: sha256Schema, bytes: bytesSchema }))
    .min(1),
  ...noPorts,
  settings: z.strictObject({}),
});
/** A model of several files that the user brought. */
export type ImportedFolder = z.infer<typeof importedFolderSchema>;

const importedFileSchema = z.strictObject({
  ...oneFile,
  settings: z.record(z.string(), z.union([z.string(), z.number()])),
});

/** A model that the user brought, with what the user said of it beyond what its file tells. */
export const importedEntrySchema = z.union([importedFileSchema, importedFolderSchema]);
/** A model of one file that the user brought. */
export type ImportedEntry = z.infer<typeof importedFileSchema>;
/** A model that the user brought. */
export type ImportedModel = ImportedEntry | ImportedFolder;

/** A file of a model of several. Hubs publish the hashes of large files alone, and sizes in three digits:
 *  files without a hash are pinned by the commit in the folder's URL. */
const remoteFileSchema = z.strictObject({
  path: relativePathSchema,
  sha256: sha256Schema.optional(),
  roundedBytes: bytesSchema,
});

/** All files of `folder`, a base URL. */
const remoteFolderSchema = z
  .strictObject({
    ...description,
    folder: z.url({ protocol: /^https$/ }).regex(/\/[0-9a-f]{40}\/$/, 'pinned by a commit'),
    files: z.array(remoteFileSchema).min(1),
    ...noPorts,
  })
  .transform((entry) => ({
    ...entry,
    bytes: entry.files.reduce((sum, { roundedBytes }) => sum + roundedBytes, 0),
    sha256: sha256OfFiles(
      entry.files.map(({ path, sha256 }) => ({ path, sha256: sha256 ?? entry.folder })),
    ),
  }));

/** What stands for a folder as a file's hash does for a file.
 *  @param files with their hashes, or what else tells their content */
export function sha256OfFiles(files: readonly { path: string; sha256: string }[]): string {
  const lines = files.map(({ path, sha256 }) => `${sha256}  ${path}\n`).sort();
  return createHash('sha256').update(lines.join('')).digest('hex');
}

/** A model comes with Canto, as `file` beside the manifest, or is downloaded from `url`, or as several
 *  files from `folder`. */
const entrySchema = z.union([
  z.strictObject({ ...oneFile, file: relativePathSchema }),
  z.strictObject({ ...oneFile, url: z.url({ protocol: /^https$/ }) }),
  remoteFolderSchema,
]);

const manifestSchema = z
  .array(entrySchema)
  .refine((entries) => new Set(entries.map(({ id }) => id)).size === entries.length, {
    message: 'ids are unique',
  });

type CatalogueEntry = z.infer<typeof entrySchema>;

/** A model of the catalogue, or one that the user brought. */
export type ModelEntry = CatalogueEntry | ImportedModel;

/** The catalogue of models at `path`, a JSON file.
 *  @throws ZodError when an entry isn't as it should be: our own mistake, not the user's */
export async function readModelManifest(path: string | URL): Promise<readonly CatalogueEntry[]> {
  return manifestSchema.parse(JSON.parse(await readFile(path, 'utf8')));
}
