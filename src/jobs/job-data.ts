import type { FileStore } from '../store/file-store.js';
import type { Upload } from './job.js';
import type { StepResults } from './step-results.js';

/** Uploads by id. */
export interface Uploads {
  /** Notes a file that is in the file store already. */
  add(upload: Omit<Upload, 'id' | 'createdAt'>): Upload;
  /** @throws NotFoundError `no-such-upload` */
  get(id: string): Upload;
}

/** Everything that lies in a data folder: shared by the server and by commands beside it. */
export interface JobData {
  readonly files: FileStore;
  readonly uploads: Uploads;
  /** The cache for one run outside of a queue; call `release` when the run is over. */
  directRun(): { results: StepResults; release(): void };
  close(): void;
}

export declare function openJobData(dataDir: string): Promise<JobData>;
