import { randomBytes } from 'node:crypto';
import type { Config } from '../config.js';
import { processIdentity } from '../process/process-identity.js';
import type { FileStore } from '../store/file-store.js';
import { openFsFileStore } from '../store/fs-file-store.js';
import { openDatabase } from './database.js';
import {
  expireUploads,
  forgetJob,
  forgetOldResults,
  forgetRun,
  passedFiles,
  usedFiles,
} from './housekeeping.js';
import type { JobStore } from './job-store.js';
import { SqliteJobStore } from './sqlite-job-store.js';
import { SqliteStepResults } from './sqlite-step-results.js';
import { SqliteUploads } from './sqlite-uploads.js';
import type { StepResults } from './step-results.js';
import type { Uploads } from './uploads.js';

/** A file that nothing refers to may still be on its way into a job, but not that long. */
const ON_ITS_WAY_MS = 24 * 3600 * 1000;

/** Everything that lies in a data folder: shared by the server and by commands beside it. */
export interface JobData {
  readonly files: FileStore;
  readonly uploads: Uploads;
  readonly jobs: JobStore;
  /** The cache of step results for a job; what the job uses of it stays while it runs. */
  resultsFor(job: string): StepResults;
  /** The cache for one run without a queue. `release` says that the run is over. */
  directRun(): { results: StepResults; release: () => Promise<void> };
  /** Removes the oldest step results beyond `cacheBytes`. */
  evict(): Promise<void>;
  /** Removes the files that a job was only to be given for its time, once it is done. */
  letPass(id: string): Promise<void>;
  /** Forgets a job that isn't running, and removes every file that only it used. */
  removeJob(id: string): Promise<void>;
  /** Removes uploads that no job used for a week, and files that nothing refers to. */
  removeUnused(): Promise<void>;
  close(): void;
}

/** Opens the data folder, and makes it where it is absent.
 *  @throws InputError `bad-data-folder`, `newer-data-folder` */
export async function openJobData({
  dataDir,
  cacheBytes,
}: Pick<Config, 'dataDir' | 'cacheBytes'>): Promise<JobData> {
  const files = await openFsFileStore(dataDir);
  const database = openDatabase(dataDir);
  const removeFiles = async (hashes: readonly string[]) => {
    for (const sha256 of hashes) await files.remove(sha256);
  };
  const evict = async () => removeFiles(forgetOldResults(database, cacheBytes));
  return {
    files,
    uploads: new SqliteUploads(database),
    jobs: new SqliteJobStore(database),
    resultsFor: (job) => new SqliteStepResults(database, job),
    directRun() {
      const user = `${processIdentity(process.pid)}-${randomBytes(6).toString('hex')}`;
      return {
        results: new SqliteStepResults(database, user),
        async release() {
          forgetRun(database, user);
          await evict();
        },
      };
    },
    evict,
    letPass: async (id) => removeFiles(passedFiles(database, id)),
    removeJob: async (id) => removeFiles(forgetJob(database, id)),
    async removeUnused() {
      expireUploads(database);
      await files.removeOthers(usedFiles(database), new Date(Date.now() - ON_ITS_WAY_MS));
    },
    close: () => void database.close(),
  };
}
