import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { cancelJob, forgetJob, retryJob } from '../api/endpoints.js';
import type { Job } from '../api/types.js';
import { isFinal } from '../api/watch-job.js';
import { jobAddress, openDesk } from '../state/use-route.js';
import { ConfirmDelete } from './confirm-delete.js';
import { CloseIcon, RetryIcon, TrashIcon } from './icons.js';
import { JobStateIcon } from './job-state-icon.js';

interface HistoryItemProps {
  job: Job;
  /** Whether the page shows it. */
  open: boolean;
  onChanged: () => void;
}

/** One job of the list, with what can be done to it. */
export function HistoryItem({ job, open, onChanged }: HistoryItemProps) {
  const [asking, setAsking] = useState(false);
  // Whatever the server answers, the list shows what has become of the job.
  const act = (action: Promise<unknown>) => void action.then(onChanged, onChanged);
  const forget = () => {
    act(forgetJob(job.id));
    if (open) openDesk();
  };
  return (
    <li class={`history-item history-${job.state}`} style={{ '--played': job.progress }}>
      <JobStateIcon state={job.state} />
      <a href={jobAddress(job.id)} aria-current={open ? 'page' : undefined}>
        <span class="history-title" title={job.title}>
          {job.title}
        </span>
        <span class="muted small">
          <span class="history-state">{stateText(job)}</span> · {timeText(job.createdAt)}
        </span>
      </a>
      {asking ? (
        <ConfirmDelete onDelete={forget} onKeep={() => setAsking(false)} />
      ) : (
        <>
          {!isFinal(job) && (
            <Action title="Cancel" job={job} onClick={() => act(cancelJob(job.id))}>
              <CloseIcon />
            </Action>
          )}
          {(job.state === 'failed' || job.state === 'cancelled') && (
            <Action title="Retry" job={job} onClick={() => act(retryJob(job.id))}>
              <RetryIcon />
            </Action>
          )}
          {isFinal(job) && (
            <Action title="Delete" job={job} onClick={() => setAsking(true)}>
              <TrashIcon />
            </Action>
          )}
        </>
      )}
    </li>
  );
}

interface ActionProps {
  title: string;
  job: Job;
  onClick: () => void;
  children: ComponentChildren;
}

function Action({ title, job, onClick, children }: ActionProps) {
  return (
    <button
      type="button"
      class="button-icon"
      aria-label={`${title} ${job.title}`}
      title={title}
      onClick={onClick}
    >
      {children}
    </button>
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
