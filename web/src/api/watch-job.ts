import { eventsUrl, getJob } from './endpoints.js';
import type { Job, JobState } from './types.js';

const finalStates: readonly JobState[] = ['done', 'failed', 'cancelled'];
/** How often a job is asked for where server-sent events don't get through. */
const pollMs = 1500;

export function isFinal(job: Job): boolean {
  return finalStates.includes(job.state);
}

interface Watcher {
  /** Called with each new state of the job, the present one first. */
  onJob: (job: Job) => void;
  onError: (error: unknown) => void;
}

/** Follows the job by its event stream, or by polling when there is none, until it is over.
 *  @returns a function that stops watching */
export function watchJob(id: string, { onJob, onError }: Watcher): () => void {
  const watch = { stopped: false, stopFollowing: () => {} };
  const refresh = async (): Promise<Job | undefined> => {
    try {
      const job = await getJob(id);
      if (!watch.stopped) onJob(job);
      return job;
    } catch (error) {
      if (!watch.stopped) onError(error);
      return undefined;
    }
  };
  void refresh().then((job) => {
    if (watch.stopped || !job || isFinal(job)) return;
    watch.stopFollowing = follow(id, { onJob, refresh });
  });
  return () => {
    watch.stopped = true;
    watch.stopFollowing();
  };
}

interface Follower {
  onJob: (job: Job) => void;
  refresh: () => Promise<Job | undefined>;
}

function follow(id: string, { onJob, refresh }: Follower): () => void {
  const events = new EventSource(eventsUrl(id));
  let stopPolling = () => {};
  const take = (event: MessageEvent<string>) => {
    const latest = JSON.parse(event.data) as Job;
    if (isFinal(latest)) events.close();
    onJob(latest);
  };
  for (const type of ['progress', ...finalStates]) events.addEventListener(type, take);
  events.onerror = () => {
    // CONNECTING means that the browser tries again by itself.
    if (events.readyState === EventSource.CLOSED) stopPolling = poll(refresh);
  };
  return () => {
    events.close();
    stopPolling();
  };
}

function poll(refresh: () => Promise<Job | undefined>): () => void {
  const timer = setInterval(() => {
    void refresh().then((job) => {
      if (job && isFinal(job)) clearInterval(timer);
    });
  }, pollMs);
  return () => clearInterval(timer);
}
