import { mkdir, rm, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { InputError, ModelError, NotFoundError } from '../errors.js';
import { sha256OfFile } from '../file-hash.js';
import { withFileLock } from './file-lock.js';
import {
  copyModel,
  forgetImportedModel,
  readImportedModels,
  recordImportedModel,
} from './imported-models.js';
import { downloadModel, type DownloadOptions } from './model-download.js';
import { readModelManifest, type ImportedEntry, type ModelEntry } from './model-manifest.js';

/** Where models lie, and where they come from. */
export interface ModelStoreOptions {
  /** Models lie in its folder `models`. */
  dataDir: string;
  /** The catalogue; Canto's own by default. */
  manifestPath?: string;
  /** A folder, or a base URL, that is asked for `ID.onnx` instead of the models' own URLs. The
   *  `models` folder of another installation will do. */
  mirror?: string;
}

type ListedModel = ModelEntry & {
  /** Comes with Canto, so it needn't be pulled. */
  readonly isEmbedded: boolean;
  /** The user brought it, so it can't be pulled. */
  readonly isImported: boolean;
  /** The file is there; `verify` and `resolve` look into it. */
  readonly isInstalled: boolean;
};

interface ModelCheck {
  readonly id: string;
  readonly state: 'ok' | 'missing' | 'corrupt';
}

/** The models that this installation knows of, and those that it has. */
export interface ModelStore {
  list(): Promise<ListedModel[]>;
  /** The model as the catalogue describes it.
   *  @throws NotFoundError when it is in no catalogue */
  describe(id: string): ModelEntry;
  /** The path of the model's file, whose hash was checked.
   *  @throws NotFoundError when it is in no catalogue
   *  @throws ModelError `model-missing` when it must be pulled first, `model-corrupt` */
  resolve(id: string): Promise<string>;
  /** The first of `ids` whose file is here; the first of all where none is. */
  firstInstalled(ids: readonly [string, ...string[]]): Promise<string>;
  /** Downloads the model unless it is here, and returns its path. Two processes may pull one model.
   *  @throws ModelError as `downloadModel` does */
  pull(id: string, options?: DownloadOptions): Promise<string>;
  /** Takes in the file at `source` if it is one of the catalogue, which is known by its hash: it
   *  becomes what a pull would have brought. Undefined, and nothing done, for any other file. */
  add(source: string): Promise<ModelEntry | undefined>;
  /** Copies the model file at `source` into the data folder, to be listed and resolved like any other
   *  from then on. A file of the catalogue becomes what a pull would have brought.
   *  @throws InputError `model-name-taken` when another model has that id, `model-changed` */
  adopt(source: string, description: ImportedEntry): Promise<ModelEntry>;
  /** Deletes the file of a model that was pulled or imported.
   *  @throws NotFoundError when there is no such model; InputError when it comes with Canto */
  remove(id: string): Promise<void>;
  /** Reads all models that are here. */
  verify(): Promise<ModelCheck[]>;
}

const OWN_MANIFEST = new URL('../../models/manifest.json', import.meta.url);

/** The model store of a data folder.
 *  @throws ZodError when the catalogue is broken: our own mistake */
export async function openModelStore(options: ModelStoreOptions): Promise<ModelStore> {
  const manifest = options.manifestPath ? pathToFileURL(options.manifestPath) : OWN_MANIFEST;
  const catalogue = await readModelManifest(manifest);
  const imported = await readImportedModels(modelsFolder(options));
  const isNew = ({ id }: ImportedEntry) => !catalogue.some((entry) => entry.id === id);
  return new ManifestModelStore(options, manifest, [...catalogue, ...imported.filter(isNew)]);
}

class ManifestModelStore implements ModelStore {
  /** Files that were hashed, as they were then: path → size and time of change. */
  readonly #checked = new Map<string, string>();

  constructor(
    readonly options: ModelStoreOptions,
    readonly manifest: URL,
    readonly entries: ModelEntry[],
  ) {}

  list(): Promise<ListedModel[]> {
    return Promise.all(
      this.entries.map(async (entry) => ({
        ...entry,
        isEmbedded: 'file' in entry,
        isImported: 'settings' in entry,
        isInstalled: (await stamp(this.#path(entry))) !== undefined,
      })),
    );
  }

  describe(id: string): ModelEntry {
    const entry = this.entries.find((candidate) => candidate.id === id);
    if (entry) return entry;
    throw new NotFoundError('unknown-model', `no model is named '${id}'`, {
      hint: `There are: ${this.entries.map((known) => known.id).join(', ')}.`,
    });
  }

  async firstInstalled(ids: readonly [string, ...string[]]): Promise<string> {
    for (const id of ids) {
      if ((await stamp(this.#path(this.describe(id)))) !== undefined) return id;
    }
    return ids[0];
  }

  async resolve(id: string): Promise<string> {
    const entry = this.describe(id);
    const path = this.#path(entry);
    const state = await this.#check(entry);
    if (state === 'ok') return path;
    if (state === 'corrupt') {
      throw new ModelError('model-corrupt', `model '${id}' isn't the file it should be`, {
        hint: `Get it again with ${commandFor(entry)}.`,
      });
    }
    throw new ModelError('model-missing', `model '${id}' isn't on this machine`, {
      hint: `Get it with ${commandFor(entry)}.`,
    });
  }

  async pull(id: string, options: DownloadOptions = {}): Promise<string> {
    const entry = this.describe(id);
    if (!('url' in entry)) return this.resolve(id);
    const path = this.#path(entry);
    await mkdir(this.#folder, { recursive: true });
    await withFileLock(`${path}.lock`, () => this.#pull(entry, path, options), options.signal);
    options.onProgress?.(1);
    return path;
  }

  async add(source: string): Promise<ModelEntry | undefined> {
    const sha256 = await sha256OfFile(source);
    const isIt = (entry: ModelEntry) => entry.sha256 === sha256 && !('settings' in entry);
    const entry = this.entries.find(isIt);
    if (entry && 'url' in entry) await copyModel(source, this.#path(entry), sha256);
    return entry;
  }

  async adopt(source: string, description: ImportedEntry): Promise<ModelEntry> {
    const { id, sha256 } = description;
    const known = this.entries.find((entry) => entry.id === id);
    if (known && known.sha256 !== sha256) throw nameTaken(known);
    if (known && 'file' in known) return known;
    const entry = known && 'url' in known ? known : description;
    await copyModel(source, this.#path(entry), sha256);
    if (entry !== description) return entry;
    await recordImportedModel(this.#folder, description);
    if (known) this.entries.splice(this.entries.indexOf(known), 1);
    this.entries.push(description);
    return description;
  }

  async remove(id: string): Promise<void> {
    const entry = this.describe(id);
    if ('file' in entry) {
      throw new InputError('model-embedded', `model '${id}' comes with Canto`, {
        hint: 'Only models that were pulled or imported can be removed.',
      });
    }
    if ('settings' in entry) {
      await forgetImportedModel(this.#folder, id);
      this.entries.splice(this.entries.indexOf(entry), 1);
    }
    await rm(this.#path(entry), { force: true });
  }

  verify(): Promise<ModelCheck[]> {
    this.#checked.clear();
    return Promise.all(
      this.entries.map(async (entry) => ({ id: entry.id, state: await this.#check(entry) })),
    );
  }

  get #folder(): string {
    return modelsFolder(this.options);
  }

  #path(entry: ModelEntry): string {
    if ('file' in entry) return fileURLToPath(new URL(entry.file, this.manifest));
    return join(this.#folder, fileName(entry));
  }

  async #check(entry: ModelEntry): Promise<ModelCheck['state']> {
    const path = this.#path(entry);
    const now = await stamp(path);
    if (!now) return 'missing';
    if (this.#checked.get(path) === now) return 'ok';
    if ((await sha256OfFile(path)) !== entry.sha256) return 'corrupt';
    this.#checked.set(path, now);
    return 'ok';
  }

  async #pull(entry: RemoteEntry, path: string, options: DownloadOptions): Promise<void> {
    const state = await this.#check(entry);
    if (state === 'ok') return;
    await rm(path, { force: true });
    const { id, bytes, sha256 } = entry;
    await downloadModel({ id, bytes, sha256, url: this.#url(entry) }, path, options);
  }

  #url(entry: RemoteEntry): URL {
    const { mirror } = this.options;
    if (!mirror) return new URL(entry.url);
    if (!/^https?:\/\//.test(mirror)) return pathToFileURL(join(mirror, fileName(entry)));
    return new URL(fileName(entry), mirror.endsWith('/') ? mirror : `${mirror}/`);
  }
}

function modelsFolder({ dataDir }: ModelStoreOptions): string {
  return join(dataDir, 'models');
}

type RemoteEntry = Extract<ModelEntry, { url: string }>;

function fileName(entry: RemoteEntry | ImportedEntry): string {
  return `${entry.id}${'url' in entry ? extname(new URL(entry.url).pathname) : '.onnx'}`;
}

function nameTaken({ id }: ModelEntry): InputError {
  return new InputError('model-name-taken', `another model is named '${id}'`, {
    hint: 'Choose another name with --name.',
  });
}

/** Changes whenever the file does; undefined where there is none. */
async function stamp(path: string): Promise<string | undefined> {
  return stat(path).then(
    ({ size, mtimeMs }) => `${size} ${mtimeMs}`,
    () => undefined,
  );
}

/** "`canto models pull swift-f0` (0.4 MB, MIT)" */
function commandFor(entry: ModelEntry): string {
  if ('settings' in entry) return `\`canto models import FILE.onnx --name ${entry.id}\``;
  const { id, bytes, licence } = entry;
  return `\`canto models pull ${id}\` (${(bytes / 1e6).toFixed(1)} MB, ${licence})`;
}
