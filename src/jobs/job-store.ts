import type { ErrorRecord } from '../errors.js';
import type { StoredFile } from '../store/file-store.js';
import type { Job, JobState } from './job.js';
import type { NewJob } from './job-queue.js';
import type { Json, Plan } from './plan.js';

/** What may change of a job; null takes a value away. */
export interface JobChanges {
  title?: string;
  state?: JobState;
  stage?: string;
  progress?: number;
  error?: ErrorRecord | null;
  files?: { [name: string]: StoredFile };
  report?: Json;
  startedAt?: string | null;
  finishedAt?: string | null;
}

/** Where the embedded queue keeps its jobs. Synchronous: each call is one durable transaction on
 *  the local disk, shorter than a turn of the event loop may take. */
export interface JobStore {
  /** Adds a job to the end of the queue. */
  insert(job: NewJob): Job;
  find(id: string): Job | undefined;
  /** @throws NotFoundError `no-such-job` */
  get(id: string): Job;
  planOf(id: string): Plan;
  /** Newest first. */
  list(limit: number, offset: number): Job[];
  /** How many jobs are in each state. */
  count(): Record<JobState, number>;
  /** Turns the first queued job into a running one. */
  claimNext(): Job | undefined;
  /** @throws NotFoundError `no-such-job` */
  update(id: string, changes: JobChanges): Job;
  /** Puts a job that isn't running back to the end of the queue. */
  requeue(id: string): Job;
  /** Puts jobs that a dead server left running back to their place in the queue.
   *  @returns identities of the processes that ran their steps */
  requeueRunning(): string[];
  /** @param identities of the processes that may be running its steps */
  setStepProcesses(id: string, identities: readonly string[]): void;
}
