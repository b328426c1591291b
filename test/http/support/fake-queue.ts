import { randomUUID } from 'node:crypto';
import { EventEmitter, on } from 'node:events';
import { InputError, NotFoundError } from '../../../src/errors.js';
import { isFinal, type Job, type JobEvent, type JobState } from '../../../src/jobs/job.js';
import type { JobQueue, NewJob } from '../../../src/jobs/job-queue.js';

export interface FakeQueue extends JobQueue {
  readonly submitted: NewJob[];
  /** Lets something happen to a job, as a worker would. */
  change(id: string, changes: Partial<Job>): void;
}

/** A queue in memory that runs nothing by itself. */
export function fakeQueue(): FakeQueue {
  const jobs = new Map<string, Job>();
  const changes = new EventEmitter();
  const submitted: NewJob[] = [];
  const get = (id: string): Job => {
    const job = jobs.get(id);
    if (!job) throw new NotFoundError('no-such-job', `there is no job '${id}'`);
    return job;
  };
  const change = (id: string, change: Partial<Job>): Job => {
    const job = { ...get(id), ...change, eventId: get(id).eventId + 1 };
    jobs.set(id, job);
    changes.emit(id, job);
    return job;
  };
  return {
    submitted,
    change,
    submit(newJob) {
      submitted.push(newJob);
      const job = newlyQueued(newJob);
      jobs.set(job.id, job);
      return Promise.resolve(job);
    },
    get: (id) => Promise.resolve().then(() => get(id)),
    list: ({ limit = 100, offset = 0 } = {}) =>
      Promise.resolve([...jobs.values()].reverse().slice(offset, offset + limit)),
    count() {
      const counts = { queued: 0, running: 0, done: 0, failed: 0, cancelled: 0 };
      for (const { state } of jobs.values()) counts[state]++;
      return Promise.resolve(counts);
    },
    cancel: (id) =>
      Promise.resolve().then(() => (isFinal(get(id).state) ? get(id) : change(id, cancelled))),
    retry: (id) =>
      Promise.resolve().then(() => {
        if (!isFinal(get(id).state)) throw new InputError('job-not-finished', 'it still runs');
        return change(id, { state: 'queued' });
      }),
    remove: (id) => Promise.resolve(void jobs.delete(id)),
    async *events(id, { after = 0, signal } = {}) {
      const job = get(id);
      const later = on(changes, id, { signal });
      if (job.eventId > after) yield toEvent(job);
      if (isFinal(job.state)) return;
      for await (const [changed] of later) {
        yield toEvent(changed as Job);
        if (isFinal((changed as Job).state)) return;
      }
    },
    shutdown: () => Promise.resolve(),
  };
}

const cancelled = { state: 'cancelled' as JobState };

function newlyQueued({ kind, title, request, plan }: NewJob): Job {
  return {
    id: randomUUID(),
    kind,
    title,
    request,
    seed: plan.seed,
    state: 'queued',
    stage: '',
    progress: 0,
    files: {},
    eventId: 1,
    createdAt: new Date().toISOString(),
  };
}

function toEvent(job: Job): JobEvent {
  const { state } = job;
  const type = state === 'queued' || state === 'running' ? 'progress' : state;
  return { id: job.eventId, type, job };
}
