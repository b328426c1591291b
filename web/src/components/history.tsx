import type { Job } from '../api/types.js';
import { cancelJob, retryJob } from '../api/endpoints.js';
import { isFinal } from '../api/watch-job.js';
import { jobAddress } from '../state/use-route.js';
import { CloseIcon, RetryIcon } from './icons.js';

interface HistoryProps {
  jobs: Job[];
  openId: string | undefined;
  onChanged: () => void;
}

/** Every job that the server remembers, newest first. */
export function History({ jobs, openId, onChanged }: HistoryProps) {
  return (
    <section class="history" aria-labelledby="history-title">
      <h2 class="card-title" id="history-title">
        History
      </h2>
      {jobs.length === 0 && <p class="muted">Your covers will be kept here.</p>}
      <ul>
        {jobs.map((job) => (
          <HistoryItem key={job.id} job={job} open={job.id === openId} onChanged={onChanged} />
        ))}
      </ul>
    </section>
  );
}

interface HistoryItemProps {
  job: Job;
  open: boolean;
  onChanged: () => void;
}

function HistoryItem({ job, open, onChanged }: HistoryItemProps) {
  // Whatever the server answers, the list shows what has become of the job.
  const act = (action: Promise<unknown>) => void action.then(onChanged, onChanged);
  return (
    <li class={`history-item history-${job.state}`} style={{ '--played': job.progress }}>
      <a href={jobAddress(job.id)} aria-current={open ? 'page' : undefined}>
        <span class="ellipsis">{job.title}</span>
        <span class="muted small">
          <span class="history-state">{stateText(job)}</span> {timeText(job.createdAt)}
        </span>
      </a>
      {!isFinal(job) && (
        <button
          type="button"
          class="button-icon"
          aria-label={`Cancel ${job.title}`}
          title="Cancel"
          onClick={() => act(cancelJob(job.id))}
        >
          <CloseIcon />
        </button>
      )}
      {(job.state === 'failed' || job.state === 'cancelled') && (
        <button
          type="button"
          class="button-icon"
          aria-label={`Retry ${job.title}`}
          title="Retry"
          onClick={() => act(retryJob(job.id))}
        >
          <RetryIcon />
        </button>
      )}
    </li>
  );
}

const stateTexts = { queued: 'waiting', done: 'done', failed: 'failed', cancelled: 'cancelled' };

function stateText(job: Job): string {
  return job.state === 'running' ? `${Math.round(job.progress * 100)} %` : stateTexts[job.state];
}

function timeText(createdAt: string): string {
  const date = new Date(createdAt);
  const today = date.toDateString() === new Date().toDateString();
  return date.toLocaleString(undefined, today ? { timeStyle: 'short' } : { dateStyle: 'medium' });
}
