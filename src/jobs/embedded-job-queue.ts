import { EventEmitter } from 'node:events';
import type { Config } from '../config.js';
import { InputError } from '../errors.js';
import { isFinal, type Job, type JobEvent, type JobState } from './job.js';
import type { JobData } from './job-data.js';
import type { JobQueue, NewJob } from './job-queue.js';
import type { JobChanges } from './job-store.js';
import type { Plan } from './plan.js';
import { attempt, now, runJob, type StopReason } from './run-job.js';
import type { StepExecutor } from './step-executor.js';

interface EmbeddedQueueOptions {
  execute: StepExecutor;
  config: Config;
  lock: { release(): void };
  onError?: (error: unknown, jobId?: string) => void;
}

interface Running {
  controller: AbortController;
  /** Settles, and never rejects, when the job has stopped and its state is stored. */
  ended: Promise<void>;
}

const EVENT_TYPES = {
  queued: 'progress',
  running: 'progress',
  done: 'done',
  failed: 'failed',
  cancelled: 'cancelled',
} as const;

/** The queue for one machine: jobs in the data folder, run by this process. */
export class EmbeddedJobQueue implements JobQueue {
  private readonly running = new Map<string, Running>();
  /** Emits the id of a job whenever that job has changed. */
  private readonly changes = new EventEmitter().setMaxListeners(0);
  private closing = false;

  constructor(
    private readonly data: JobData,
    private readonly options: EmbeddedQueueOptions,
  ) {}

  async submit(newJob: NewJob): Promise<Job> {
    await this.requireSources(newJob.plan);
    const job = this.data.jobs.insert(newJob);
    this.startNext();
    return this.get(job.id);
  }

  // Promises, so that what isn't found rejects, as it would from a remote queue.
  get(id: string): Promise<Job> {
    return Promise.resolve().then(() => this.data.jobs.get(id));
  }

  list({ limit = 100, offset = 0 } = {}): Promise<Job[]> {
    return Promise.resolve(this.data.jobs.list(limit, offset));
  }

  count(): Promise<Record<JobState, number>> {
    return Promise.resolve(this.data.jobs.count());
  }

  async cancel(id: string): Promise<Job> {
    const { state } = this.data.jobs.get(id);
    if (state === 'queued') this.change(id, { state: 'cancelled', finishedAt: now() });
    await this.stop(id, 'cancel');
    return this.get(id);
  }

  async retry(id: string): Promise<Job> {
    this.requireStopped(this.data.jobs.get(id));
    await this.requireSources(this.data.jobs.planOf(id));
    // Once more: another call may have come first meanwhile.
    this.requireStopped(this.data.jobs.get(id));
    this.data.jobs.requeue(id);
    this.changes.emit(id);
    this.startNext();
    return this.get(id);
  }

  async remove(id: string): Promise<void> {
    await this.cancel(id);
    await this.data.removeJob(id);
    this.changes.emit(id);
  }

  async *events(
    id: string,
    { after = 0, signal }: { after?: number; signal?: AbortSignal } = {},
  ): AsyncGenerator<JobEvent, void> {
    let job: Job | undefined = await this.get(id);
    let seen = after;
    while (job && !this.closing && !signal?.aborted) {
      if (job.eventId > seen) yield { id: job.eventId, type: EVENT_TYPES[job.state], job };
      seen = job.eventId;
      if (isFinal(job.state)) return;
      job = this.data.jobs.find(id);
      // Nothing can change between the look above and the listening below.
      if (job?.eventId === seen) job = await this.nextChange(id, signal);
    }
  }

  async shutdown(): Promise<void> {
    this.closing = true;
    const running = [...this.running.keys()];
    await Promise.all(running.map((id) => this.stop(id, 'shutdown')));
    for (const id of this.changes.eventNames()) this.changes.emit(id);
    this.options.lock.release();
  }

  /** Starts queued jobs as far as there is room. */
  startNext(): void {
    while (!this.closing && this.running.size < this.options.config.concurrentJobs) {
      const job = this.data.jobs.claimNext();
      if (!job) return;
      this.start(job);
    }
  }

  private start({ id }: Job): void {
    const controller = new AbortController();
    const ended = this.runJob(id, controller.signal).finally(() => {
      this.running.delete(id);
      this.startNext();
    });
    this.running.set(id, { controller, ended });
    this.changes.emit(id);
  }

  private async runJob(id: string, signal: AbortSignal): Promise<void> {
    const { execute, config } = this.options;
    const onError = (error: unknown) => this.options.onError?.(error, id);
    const onChange = (changes: JobChanges) => this.change(id, changes);
    const run = { execute, config, signal, onChange, onError };
    const outcome = await runJob(id, this.data, run);
    attempt(() => this.data.jobs.setStepProcesses(id, []), onError);
    attempt(() => onChange(outcome), onError);
    await this.data.letPass(id).catch(onError);
    await this.data.evict().catch(onError);
  }

  private async stop(id: string, reason: StopReason): Promise<void> {
    const run = this.running.get(id);
    run?.controller.abort(reason);
    await run?.ended;
  }

  private change(id: string, changes: JobChanges): void {
    this.data.jobs.update(id, changes);
    this.changes.emit(id);
  }

  private nextChange(id: string, signal: AbortSignal | undefined): Promise<Job | undefined> {
    return new Promise((resolve) => {
      const finish = () => {
        this.changes.off(id, finish);
        signal?.removeEventListener('abort', finish);
        resolve(this.closing ? undefined : this.data.jobs.find(id));
      };
      this.changes.on(id, finish);
      signal?.addEventListener('abort', finish);
    });
  }

  private requireStopped({ state, title }: Job): void {
    if (state === 'done') throw new InputError('job-already-done', `'${title}' is done`);
    if (!isFinal(state)) throw new InputError('job-not-finished', `'${title}' is still ${state}`);
  }

  private async requireSources({ steps }: Plan): Promise<void> {
    for (const input of steps.flatMap((step) => Object.values(step.inputs))) {
      if ('blob' in input) await this.data.files.pathOf(input.blob);
    }
  }
}
