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

const common = {
  id: idSchema,
  title: z.string(),
  /** What it is for, for people. */
  purpose: z.string(),
  /** The engine that runs it, where an engine can run more than one model. */
  engine: z.string().optional(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  bytes: z.number().int().positive(),
  licence: z.string(),
  licenceUrl: z.url().optional(),
  sampleRate: z.number().int().positive().optional(),
  inputs: z.array(portSchema),
  outputs: z.array(portSchema),
};

/** A model that the user brought, with what the user said of it beyond what its file tells. */
export const importedEntrySchema = z.strictObject({
  ...common,
  settings: z.record(z.string(), z.union([z.string(), z.number()])),
});
/** A model that the user brought. */
export type ImportedEntry = z.infer<typeof importedEntrySchema>;

/** A model comes with Canto, as `file` beside the manifest, or is downloaded from `url`. */
const entrySchema = z.union([
  z.strictObject({ ...common, file: z.string().regex(/^(?!.*\.\.)[a-z0-9][a-z0-9._/-]*$/i) }),
  z.strictObject({ ...common, url: z.url({ protocol: /^https$/ }) }),
]);

const manifestSchema = z
  .array(entrySchema)
  .refine((entries) => new Set(entries.map(({ id }) => id)).size === entries.length, {
    message: 'ids are unique',
  });

type CatalogueEntry = z.infer<typeof entrySchema>;

/** A model of the catalogue, or one that the user brought. */
export type ModelEntry = CatalogueEntry | ImportedEntry;

/** The catalogue of models at `path`, a JSON file.
 *  @throws ZodError when an entry isn't as it should be: our own mistake, not the user's */
export async function readModelManifest(path: string | URL): Promise<readonly CatalogueEntry[]> {
  return manifestSchema.parse(JSON.parse(await readFile(path, 'utf8')));
}
