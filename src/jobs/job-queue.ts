import type { Job, JobEvent, JobState } from './job.js';
import type { Json, Plan } from './plan.js';

/** A job to be queued. */
export interface NewJob {
  kind: string;
  title: string;
  request: Json;
  plan: Plan;
}

/** Jobs, first come first served, that outlive the process. The embedded driver
 *  (`open-job-queue.ts`) keeps them in SQLite and runs them on this machine. */
export interface JobQueue {
  /** Queues a job, durably: once this returns, a crash doesn't lose it.
   *  @throws NotFoundError `no-such-file` when a file that the plan starts from isn't stored */
  submit(job: NewJob): Promise<Job>;

  /** @throws NotFoundError `no-such-job` */
  get(id: string): Promise<Job>;

  /** Newest first. */
  list(options?: { limit?: number; offset?: number }): Promise<Job[]>;

  /** How many jobs are in each state. */
  count(): Promise<Record<JobState, number>>;

  /** Stops a queued or running job and removes its partial files; returns when both is done. A
   *  finished job stays as it is.
   *  @throws NotFoundError `no-such-job` */
  cancel(id: string): Promise<Job>;

  /** Queues a failed or cancelled job again; its finished steps aren't repeated.
   *  @throws NotFoundError `no-such-job`, InputError `job-not-finished` or `job-already-done` */
  retry(id: string): Promise<Job>;

  /** Cancels a job if need be and forgets it, with every file that only it uses.
   *  @throws NotFoundError `no-such-job` */
  remove(id: string): Promise<void>;

  /** The job's changes after event `after` (all when absent), then each change as it happens; ends
   *  after the event that finishes the job, when the job is removed, and on `signal`. Changes that
   *  the reader is too slow for are left out, the newest never.
   *  @throws NotFoundError `no-such-job` at the first read */
  events(id: string, options?: { after?: number; signal?: AbortSignal }): AsyncIterable<JobEvent>;

  /** Stops the running jobs, to be continued at the next start. */
  shutdown(): Promise<void>;
}
