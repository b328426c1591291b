import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { copyFile, mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { InputError, NotFoundError } from '../errors.js';
import { sha256OfFile } from '../file-hash.js';
import { mayBeAlive, processIdentity } from '../process/process-identity.js';
import { orDiskFull } from './disk-full.js';
import type { FileStore, Scratch, StoredFile } from './file-store.js';

/** No step works that long: temporary files beyond this age are nobody's. */
const SCRATCH_LIFETIME_MS = 7 * 24 * 3600 * 1000;

/** Processes that still wind down may write while their folder is removed. */
const REMOVE_RETRIES = { recursive: true, force: true, maxRetries: 10, retryDelay: 50 };

/** Opens the store in a folder of the local disk, and removes what crashed processes left.
 *  @throws InputError `bad-data-folder` when the folder can't be written to */
export async function openFsFileStore(dataDir: string): Promise<FileStore> {
  const store = new FsFileStore(dataDir);
  try {
    await store.prepare();
  } catch (error) {
    throw new InputError('bad-data-folder', `the data folder ${dataDir} can't be written to`, {
      hint: 'Choose another folder with CANTO_DATA, or correct its permissions.',
      cause: error,
    });
  }
  return store;
}

class FsFileStore implements FileStore {
  private readonly blobsDir: string;
  private readonly scratchDir: string;
  private readonly owner = processIdentity(process.pid);

  constructor(dataDir: string) {
    this.blobsDir = join(dataDir, 'blobs');
    this.scratchDir = join(dataDir, 'scratch');
  }

  async prepare(): Promise<void> {
    await mkdir(this.blobsDir, { recursive: true });
    await mkdir(this.scratchDir, { recursive: true });
    await removeLeftovers(this.scratchDir);
  }

  async put(path: string, { move = false } = {}): Promise<StoredFile> {
    const incoming = this.newScratchPath();
    try {
      await (move ? moveFile(path, incoming) : copyOrClone(path, incoming));
      const stored = await identify(incoming);
      await mkdir(this.folderOf(stored.sha256), { recursive: true });
      await rename(incoming, this.placeOf(stored.sha256));
      return stored;
    } catch (error) {
      await rm(incoming, { force: true });
      throw orDiskFull(error);
    }
  }

  async pathOf(sha256: string): Promise<string> {
    if (await this.has(sha256)) return this.placeOf(sha256);
    throw new NotFoundError('no-such-file', `no stored file has the hash ${sha256}`);
  }

  async has(sha256: string): Promise<boolean> {
    return exists(this.placeOf(sha256));
  }

  async remove(sha256: string): Promise<void> {
    await rm(this.placeOf(sha256), { force: true });
  }

  async removeOthers(keep: ReadonlySet<string>, before: Date): Promise<void> {
    for (const folder of await readdir(this.blobsDir)) {
      for (const sha256 of await readdir(join(this.blobsDir, folder))) {
        if (keep.has(sha256)) continue;
        // ctime, since a moved file keeps the mtime that it had elsewhere.
        const { ctime } = await stat(this.placeOf(sha256));
        if (ctime < before) await this.remove(sha256);
      }
    }
  }

  async scratch(): Promise<Scratch> {
    const path = this.newScratchPath();
    await mkdir(path);
    return { path, remove: () => rm(path, REMOVE_RETRIES) };
  }

  private newScratchPath(): string {
    return join(this.scratchDir, `${this.owner}-${randomBytes(6).toString('hex')}`);
  }

  private placeOf(sha256: string): string {
    return join(this.folderOf(sha256), sha256);
  }

  private folderOf(sha256: string): string {
    return join(this.blobsDir, sha256.slice(0, 2));
  }
}

async function removeLeftovers(scratchDir: string): Promise<void> {
  for (const name of await readdir(scratchDir)) {
    const path = join(scratchDir, name);
    if (!mayBeAlive(name) || (await isOlderThan(path, SCRATCH_LIFETIME_MS))) {
      await rm(path, REMOVE_RETRIES);
    }
  }
}

async function isOlderThan(path: string, ageMs: number): Promise<boolean> {
  if (!(await exists(path))) return false;
  return Date.now() - (await stat(path)).ctimeMs > ageMs;
}

async function moveFile(from: string, to: string): Promise<void> {
  try {
    await rename(from, to);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EXDEV')) throw error;
    await copyOrClone(from, to);
    await rm(from);
  }
}

/** A clone costs no space on file systems that can (btrfs, xfs, apfs). */
async function copyOrClone(from: string, to: string): Promise<void> {
  await copyFile(from, to, constants.COPYFILE_FICLONE);
}

async function identify(path: string): Promise<StoredFile> {
  return { sha256: await sha256OfFile(path), bytes: (await stat(path)).size };
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
