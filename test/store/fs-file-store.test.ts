import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openFsFileStore } from '../../src/store/fs-file-store.js';
import { processIdentity } from '../../src/process/process-identity.js';
import { tempDir } from '../support/temp-dir.js';
import { fileStoreContract } from './file-store-contract.js';

describe('the file store on the local disk', () => {
  fileStoreContract(async () => openFsFileStore(await tempDir()));

  it('removes what dead processes left, and nothing of live ones', async () => {
    const dataDir = await tempDir();
    const live = await (await openFsFileStore(dataDir)).scratch();
    const dead = processIdentity(process.pid)!.replace(/\d+$/, '1');
    await mkdir(join(dataDir, 'scratch', `${dead}-abc`, 'output'), { recursive: true });
    await writeFile(join(dataDir, 'scratch', `${dead}-def`), 'half a file');
    await openFsFileStore(dataDir);
    expect(await readdir(join(dataDir, 'scratch'))).toEqual([live.path.split('/').at(-1)]);
  });

  it('says so when the folder cannot be written to', async () => {
    const dataDir = join(await tempDir(), 'file');
    await writeFile(dataDir, 'not a folder');
    await expect(openFsFileStore(dataDir)).rejects.toMatchObject({ code: 'bad-data-folder' });
  });

  it('leaves nothing of a file that could not be read', async () => {
    const dataDir = await tempDir();
    const store = await openFsFileStore(dataDir);
    await expect(store.put(join(dataDir, 'absent'))).rejects.toThrow('ENOENT');
    expect(await readdir(join(dataDir, 'scratch'))).toEqual([]);
    expect(await readdir(join(dataDir, 'blobs'))).toEqual([]);
  });
});
