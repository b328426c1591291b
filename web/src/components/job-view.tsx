import { useEffect, useRef, useState } from 'preact/hooks';
import { cancelJob, retryJob } from '../api/endpoints.js';
import { toFailure } from '../api/request.js';
import type { Failure, Job } from '../api/types.js';
import { isFinal } from '../api/watch-job.js';
import { isSameSource, type Song } from '../state/song.js';
import { useJob } from '../state/use-job.js';
import { openDesk } from '../state/use-route.js';
import { FailureCard } from './failure-card.js';
import { JobProgress, stageText } from './job-progress.js';
import { isCoverJob, JobResult } from './job-result.js';

interface JobViewProps {
  id: string;
  /** On the desk; the job's own if it was started there. */
  song: Song | undefined;
  onChangeSettings: (job: Job) => Promise<void>;
  onJobsChanged: () => void;
}

/** One job: on its way, done, or what stopped it. */
export function JobView({ id, song, onChangeSettings, onJobsChanged }: JobViewProps) {
  const [attempt, setAttempt] = useState(0);
  const [refusal, setRefusal] = useState<Failure>();
  const { job, failure } = useJob(id, attempt);
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => title.current?.focus(), [id]);
  useEffect(() => {
    // The button that had the focus is gone with the state before.
    if (document.activeElement === document.body) title.current?.focus();
  }, [job?.state]);
  useEffect(onJobsChanged, [job?.state]);

  const refuse = (error: unknown) => setRefusal(toFailure(error));
  const act = (action: () => Promise<unknown>) => {
    setRefusal(undefined);
    action().then(() => setAttempt(attempt + 1), refuse);
  };
  const stopped = job?.state === 'failed' || job?.state === 'cancelled';
  return (
    <article class="work job" aria-labelledby="job-title">
      <header class="job-head">
        <h1 class="job-title" id="job-title" tabIndex={-1} ref={title}>
          <JobTitle job={job} />
        </h1>
        <div class="job-actions">
          {job && isFinal(job) && isCoverJob(job) && (
            <button
              type="button"
              class="button button-quiet"
              onClick={() => void onChangeSettings(job).catch(refuse)}
            >
              Change settings and run again
            </button>
          )}
          <button type="button" class="button button-quiet" onClick={openDesk}>
            New cover
          </button>
        </div>
      </header>
      <p class="visually-hidden" role="status">
        {job && announcement(job)}
      </p>
      {failure && !job && <FailureCard failure={failure} />}
      {refusal && <FailureCard failure={refusal} />}
      {job && !isFinal(job) && (
        <JobProgress
          job={job}
          peaks={isSameSource(song?.source, job.request.source) ? song?.peaks : undefined}
          onCancel={() => act(() => cancelJob(id))}
        />
      )}
      {stopped && <Stopped job={job} onRetry={() => act(() => retryJob(id))} />}
      {job?.state === 'done' && <JobResult job={job} />}
    </article>
  );
}

/** What a screen reader says as the job goes on: stages, not percents. */
function announcement(job: Job): string {
  if (job.state === 'done') return 'The cover is done.';
  if (job.state === 'cancelled') return 'Cancelled.';
  return job.state === 'failed' ? '' : stageText(job);
}

function JobTitle({ job }: { job: Job | undefined }) {
  if (!job) return <>One moment</>;
  const [song, voice] = splitTitle(job.title);
  return (
    <>
      <span class="job-song">{song}</span>
      {voice && (
        <span class="job-voice">
          sung by {voice} {job.state === 'done' && <span class="badge">AI-made</span>}
        </span>
      )}
    </>
  );
}

/** "Song · Voice", as the server names covers. */
function splitTitle(title: string): [string, string | undefined] {
  const at = title.lastIndexOf(' · ');
  return at < 0 ? [title, undefined] : [title.slice(0, at), title.slice(at + 3)];
}

function Stopped({ job, onRetry }: { job: Job; onRetry: () => void }) {
  if (job.state === 'cancelled') {
    return (
      <div class="stopped">
        <p>You cancelled this cover. What was finished is kept.</p>
        <button type="button" class="button button-primary" onClick={onRetry}>
          Go on
        </button>
      </div>
    );
  }
  const unknown = { code: 'internal', message: 'This cover could not be made' };
  return (
    <FailureCard failure={job.error ?? unknown}>
      <button type="button" class="button button-quiet" onClick={onRetry}>
        Try again
      </button>
    </FailureCard>
  );
}
