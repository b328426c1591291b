import type { Config } from '../config.js';
import { killProcessGroup } from '../process/process-identity.js';
import { EmbeddedJobQueue } from './embedded-job-queue.js';
import { lockFolder } from './folder-lock.js';
import type { JobData } from './job-data.js';
import type { JobQueue } from './job-queue.js';
import type { StepExecutor } from './step-executor.js';

interface JobQueueOptions {
  execute: StepExecutor;
  config: Config;
  /** Told what a job failed of, and what else goes wrong; for the log. */
  onError?: (error: unknown, jobId?: string) => void;
}

/** Starts the queue of a data folder as its only server. Jobs that a dead server left running go
 *  on with the step that they were in. Close `data` after the queue's `shutdown`.
 *  @throws InputError `data-folder-in-use` */
export async function openJobQueue(data: JobData, options: JobQueueOptions): Promise<JobQueue> {
  const lock = lockFolder(options.config.dataDir);
  try {
    data.jobs.requeueRunning().forEach(killProcessGroup);
    await data.removeUnused();
    const queue = new EmbeddedJobQueue(data, { ...options, lock });
    queue.startNext();
    return queue;
  } catch (error) {
    lock.release();
    throw error;
  }
}
