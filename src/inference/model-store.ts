import { mkdir, rm, stat } from 'node:fs/promises';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { InputError, ModelError, NotFoundError } from '../errors.js';
import { sha256OfFile } from '../file-hash.js';
import { partOf } from '../progress.js';
import { withFileLock } from './file-lock.js';
import {
  copyModel,
  forgetImportedModel,
  readImportedModels,
  recordImportedModel,
} from './imported-models.js';
import { downloadModel, type DownloadOptions, type DownloadSource } from './model-download.js';
import {
  readModelManifest,
  type ImportedEntry,
  type ImportedFolder,
  type ImportedModel,
  type ModelEntry,
} from './model-manifest.js';

/** Where models lie, and where they come from. */
export interface ModelStoreOptions {
  /** Models lie in its folder `models`. */
  dataDir: string;
  /** The catalogue; Canto's own by default. */
  manifestPath?: string;
  /** A folder, or a base URL, that is asked for `ID.onnx` (`ID/…` where a model has several files)
   *  instead of the models' own URLs. The `models` folder of another installation will do. */
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
  /** The path of the model's file, or of the folder of its files, whose hashes were checked.
   *  @throws NotFoundError when it is in no catalogue
   *  @throws ModelError `model-missing` when it must be pulled first, `model-corrupt` */
  resolve(id: string): Promise<string>;
  /** The first of `ids` whose file is here; the first of all where none is. */
  firstInstalled(ids: readonly [string, ...string[]]): Promise<string>;
  /** Downloads the model unless it is here, and returns its path. Two processes may pull one model.
   *  @throws ModelError as `downloadModel` does; InputError `licence-not-accepted`, which tells its
   *    terms, where the model has terms and the user hasn't agreed to them */
  pull(id: string, options?: PullOptions): Promise<string>;
  /** Takes in the file (or folder of files) at `source` if it is one of the catalogue, which is known
   *  by its hash: it becomes what a pull would have brought. Undefined, and nothing done, for any
   *  other. */
  add(source: string): Promise<ModelEntry | undefined>;
  /** Copies the model file at `source` into the data folder, to be listed and resolved like any other
   *  from then on. A file of the catalogue becomes what a pull would have brought.
   *  @throws InputError `model-name-taken` when another model has that id, `model-changed` */
  adopt(source: string, description: ImportedEntry): Promise<ModelEntry>;
  /** `adopt` for a model of several files.
   *  @param sources where the files of `description` are, by their paths in it */
  adoptFolder(
    sources: Readonly<Record<string, string>>,
    description: ImportedFolder,
  ): Promise<ModelEntry>;
  /** Deletes the file of a model that was pulled or imported.
   *  @throws NotFoundError when there is no such model; InputError when it comes with Canto */
  remove(id: string): Promise<void>;
  /** Reads all models that are here. */
  verify(): Promise<ModelCheck[]>;
}

/** How a model is pulled. */
interface PullOptions extends DownloadOptions {
  /** The user has read the model's terms, and agrees to them. */
  acceptLicence?: boolean;
}

const OWN_MANIFEST = new URL('../../models/manifest.json', import.meta.url);

/** The model store of a data folder.
 *  @throws ZodError when the catalogue is broken: our own mistake */
export async function openModelStore(options: ModelStoreOptions): Promise<ModelStore> {
  const manifest = options.manifestPath ? pathToFileURL(options.manifestPath) : OWN_MANIFEST;
  const catalogue = await readModelManifest(manifest);
  const imported = await readImportedModels(modelsFolder(options));
  const isNew = ({ id }: ImportedModel) => !catalogue.some((entry) => entry.id === id);
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
        isInstalled: await this.#isInstalled(entry),
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
      if (await this.#isInstalled(this.describe(id))) return id;
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

  async pull(id: string, options: PullOptions = {}): Promise<string> {
    const entry = this.describe(id);
    if (!('url' in entry || 'folder' in entry)) return this.resolve(id);
    if (entry.terms && !options.acceptLicence && (await this.#check(entry)) !== 'ok') {
      throw licenceNotAccepted(entry, `get it with \`${pullCommand(entry)}\``);
    }
    const path = this.#path(entry);
    await mkdir(this.#folder, { recursive: true });
    await withFileLock(`${path}.lock`, () => this.#pull(entry, options), options.signal);
    options.onProgress?.(1);
    return path;
  }

  async add(source: string): Promise<ModelEntry | undefined> {
    if ((await stat(source)).isDirectory()) return this.#addFolder(source);
    const sha256 = await sha256OfFile(source);
    const isIt = (entry: ModelEntry) => entry.sha256 === sha256 && !('settings' in entry);
    const entry = this.entries.find(isIt);
    if (entry && 'url' in entry) await copyModel(source, this.#path(entry), sha256);
    return entry;
  }

  async #addFolder(source: string): Promise<ModelEntry | undefined> {
    for (const entry of this.entries) {
      if (!('folder' in entry)) continue;
      const files = entry.files.map((file) => ({ ...file, source: join(source, file.path) }));
      if (!(await areIn(files))) continue;
      for (const file of files) {
        const sha256 = file.sha256 ?? (await sha256OfFile(file.source));
        await copyModel(file.source, join(this.#path(entry), file.path), sha256);
      }
      return entry;
    }
    return undefined;
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

  async adoptFolder(
    sources: Readonly<Record<string, string>>,
    description: ImportedFolder,
  ): Promise<ModelEntry> {
    const known = this.entries.find((entry) => entry.id === description.id);
    if (known && known.sha256 !== description.sha256) throw nameTaken(known);
    for (const { path, sha256 } of description.files) {
      await copyModel(sources[path], join(this.#path(description), path), sha256);
    }
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
    await rm(this.#path(entry), { force: true, recursive: true });
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

  /** The files of the model: its one, or those of its folder. */
  #files(entry: ModelEntry): StoredFile[] {
    const path = this.#path(entry);
    if (!('files' in entry)) return [{ path, sha256: entry.sha256 }];
    return entry.files.map((file) => ({ path: join(path, file.path), sha256: file.sha256 }));
  }

  async #isInstalled(entry: ModelEntry): Promise<boolean> {
    const stamps = await Promise.all(this.#files(entry).map(({ path }) => stamp(path)));
    return !stamps.includes(undefined);
  }

  async #check(entry: ModelEntry): Promise<ModelCheck['state']> {
    const states: ModelCheck['state'][] = [];
    for (const file of this.#files(entry)) states.push(await this.#checkFile(file));
    if (states.includes('missing')) return 'missing';
    return states.includes('corrupt') ? 'corrupt' : 'ok';
  }

  async #checkFile({ path, sha256 }: StoredFile): Promise<ModelCheck['state']> {
    const now = await stamp(path);
    if (!now) return 'missing';
    if (this.#checked.get(path) === now) return 'ok';
    if (sha256 !== undefined && (await sha256OfFile(path)) !== sha256) return 'corrupt';
    this.#checked.set(path, now);
    return 'ok';
  }

  async #pull(entry: RemoteEntry, options: DownloadOptions): Promise<void> {
    const sources = this.#sources(entry);
    let done = 0;
    for (const source of sources) {
      const share = source.bytes / entry.bytes;
      await this.#pullFile(source, { ...options, ...partOf(options, done, done + share) });
      done += share;
    }
  }

  async #pullFile(source: FileSource, options: DownloadOptions): Promise<void> {
    const { path } = source;
    if ((await this.#checkFile(source)) === 'ok') return;
    await rm(path, { force: true });
    await mkdir(dirname(path), { recursive: true });
    await downloadModel(source, path, options);
  }

  /** Where the files of the model come from, and where they go. */
  #sources(entry: RemoteEntry): FileSource[] {
    const { id } = entry;
    if ('url' in entry) {
      const { bytes, sha256 } = entry;
      const url = this.#mirrored(fileName(entry)) ?? new URL(entry.url);
      return [{ id, url, bytes, sha256, path: this.#path(entry) }];
    }
    return entry.files.map(({ path, sha256, roundedBytes }) => ({
      id,
      url: this.#mirrored(`${fileName(entry)}/${path}`) ?? new URL(path, entry.folder),
      bytes: roundedBytes,
      isRounded: true,
      sha256,
      path: join(this.#path(entry), path),
    }));
  }

  #mirrored(name: string): URL | undefined {
    const { mirror } = this.options;
    if (!mirror) return undefined;
    if (!/^https?:\/\//.test(mirror)) return pathToFileURL(join(mirror, name));
    return new URL(name, mirror.endsWith('/') ? mirror : `${mirror}/`);
  }
}

interface StoredFile {
  readonly path: string;
  /** Undefined where it isn't known. */
  readonly sha256?: string;
}

type FileSource = DownloadSource & StoredFile;

/** Whether all files are where they are said to be, with the hashes that are known. */
async function areIn(files: readonly { source: string; sha256?: string }[]): Promise<boolean> {
  for (const { source } of files) if (!(await stamp(source))) return false;
  for (const { source, sha256 } of files) {
    if (sha256 && (await sha256OfFile(source)) !== sha256) return false;
  }
  return true;
}

function modelsFolder({ dataDir }: ModelStoreOptions): string {
  return join(dataDir, 'models');
}

type RemoteEntry = Extract<ModelEntry, { url: string } | { folder: string }>;

function fileName(entry: RemoteEntry | ImportedModel): string {
  if ('files' in entry) return entry.id;
  return `${entry.id}${'url' in entry ? extname(new URL(entry.url).pathname) : '.onnx'}`;
}

/** Tells a model's terms to somebody who hasn't agreed to them.
 *  @param how agreeing is told, as the hint says it */
export function licenceNotAccepted(
  { title, licence, licenceUrl, terms }: Terms & { title: string },
  how: string,
): InputError {
  return new InputError(
    'licence-not-accepted',
    `'${title}' comes under ${licence}${licenceUrl ? ` (${licenceUrl})` : ''}: ${terms}`,
    { hint: `If you agree, ${how}.`, details: { licence, licenceUrl, terms } },
  );
}

type Terms = Pick<ModelEntry, 'licence' | 'licenceUrl' | 'terms'>;

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
  if ('settings' in entry) {
    return `\`canto models import ${'files' in entry ? 'FOLDER' : 'FILE.onnx'} --name ${entry.id}\``;
  }
  return `\`${pullCommand(entry)}\` (${(entry.bytes / 1e6).toFixed(1)} MB, ${licenceOf(entry)})`;
}

/** What gets a model of the catalogue. */
export function pullCommand({ id, terms }: Pick<ModelEntry, 'id' | 'terms'>): string {
  return `canto models pull ${id}${terms ? ' --accept-licence' : ''}`;
}

/** "MIT", "CC-BY-NC-4.0: for non-commercial use only" */
export function licenceOf({ licence, terms }: Terms): string {
  return terms ? `${licence}: ${terms}` : licence;
}
