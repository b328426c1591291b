import { readFile } from 'node:fs/promises';
import { z } from 'zod';

/** Becomes part of a path, so it can hold nothing that leads out of a folder. */
const idSchema = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'an id is kebab-case');

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
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  bytes: z.number().int().positive(),
  licence: z.string(),
  licenceUrl: z.url().optional(),
  sampleRate: z.number().int().positive().optional(),
  inputs: z.array(portSchema),
  outputs: z.array(portSchema),
};

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

/** A model of the catalogue. */
export type ModelEntry = z.infer<typeof entrySchema>;

/** The catalogue of models at `path`, a JSON file.
 *  @throws ZodError when an entry isn't as it should be: our own mistake, not the user's */
export async function readModelManifest(path: string | URL): Promise<readonly ModelEntry[]> {
  return manifestSchema.parse(JSON.parse(await readFile(path, 'utf8')));
}
