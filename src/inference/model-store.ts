import { copyFile, mkdir, rm, stat } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { InputError, ModelError, NotFoundError } from '../errors.js';
import { sha256OfFile } from '../file-hash.js';
import { writeWhole } from '../write-whole.js';
import { withFileLock } from './file-lock.js';
import { downloadModel, type DownloadOptions } from './model-download.js';
import { readModelManifest, type ModelEntry } from './model-manifest.js';

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
  /** Downloads the model unless it is here, and returns its path. Two processes may pull one model.
   *  @throws ModelError as `downloadModel` does */
  pull(id: string, options?: DownloadOptions): Promise<string>;
  /** Takes in a file that the user has already: it is known by its hash.
   *  @throws InputError `unknown-model-file` when the catalogue has no such file */
  add(path: string): Promise<ModelEntry>;
  /** Reads all models that are here. */
  verify(): Promise<ModelCheck[]>;
}

const OWN_MANIFEST = new URL('../../models/manifest.json', import.meta.url);

/** The model store of a data folder.
 *  @throws ZodError when the catalogue is broken: our own mistake */
export async function openModelStore(options: ModelStoreOptions): Promise<ModelStore> {
  const manifest = options.manifestPath ? pathToFileURL(options.manifestPath) : OWN_MANIFEST;
  return new ManifestModelStore(options, manifest, await readModelManifest(manifest));
}

class ManifestModelStore implements ModelStore {
  /** Files that were hashed, as they were then: path → size and time of change. */
  readonly #checked = new Map<string, string>();

  constructor(
    readonly options: ModelStoreOptions,
    readonly manifest: URL,
    readonly entries: readonly ModelEntry[],
  ) {}

  list(): Promise<ListedModel[]> {
    return Promise.all(
      this.entries.map(async (entry) => ({
        ...entry,
        isEmbedded: 'file' in entry,
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

  async resolve(id: string): Promise<string> {
    const entry = this.describe(id);
    const path = this.#path(entry);
    const state = await this.#check(entry);
    if (state === 'ok') return path;
    if (state === 'corrupt') {
      throw new ModelError('model-corrupt', `model '${id}' isn't the file it should be`, {
        hint: `Get it again with \`canto models pull ${id}\` (${sizeAndLicence(entry)}).`,
      });
    }
    throw new ModelError('model-missing', `model '${id}' isn't on this machine`, {
      hint: `Get it with \`canto models pull ${id}\` (${sizeAndLicence(entry)}).`,
    });
  }

  async pull(id: string, options: DownloadOptions = {}): Promise<string> {
    const entry = this.describe(id);
    if ('file' in entry) return this.resolve(id);
    const path = this.#path(entry);
    await mkdir(this.#folder, { recursive: true });
    await withFileLock(`${path}.lock`, () => this.#pull(entry, path, options), options.signal);
    options.onProgress?.(1);
    return path;
  }

  async add(path: string): Promise<ModelEntry> {
    const sha256 = await sha256OfFile(path);
    const entry = this.entries.find((candidate) => candidate.sha256 === sha256);
    if (entry) {
      await mkdir(this.#folder, { recursive: true });
      await writeWhole(this.#path(entry), (part) => copyFile(path, part));
      return entry;
    }
    throw new InputError('unknown-model-file', `'${basename(path)}' is no model of the catalogue`, {
      hint: `Models are known by their hash; its sha256 is ${sha256}. \`canto models list --json\` lists all.`,
    });
  }

  verify(): Promise<ModelCheck[]> {
    this.#checked.clear();
    return Promise.all(
      this.entries.map(async (entry) => ({ id: entry.id, state: await this.#check(entry) })),
    );
  }

  get #folder(): string {
    return join(this.options.dataDir, 'models');
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

type RemoteEntry = Extract<ModelEntry, { url: string }>;

function fileName({ id, url }: RemoteEntry): string {
  return `${id}${extname(new URL(url).pathname)}`;
}

/** Changes whenever the file does; undefined where there is none. */
async function stamp(path: string): Promise<string | undefined> {
  return stat(path).then(
    ({ size, mtimeMs }) => `${size} ${mtimeMs}`,
    () => undefined,
  );
}

/** "0.4 MB, MIT" */
function sizeAndLicence({ bytes, licence }: ModelEntry): string {
  return `${(bytes / 1e6).toFixed(1)} MB, ${licence}`;
}
