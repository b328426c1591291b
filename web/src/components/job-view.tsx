import { useEffect, useRef, useState } from 'preact/hooks';
import { cancelJob, retryJob } from '../api/endpoints.js';
import { toFailure } from '../api/request.js';
import type { Failure, Job } from '../api/types.js';
import { isFinal } from '../api/watch-job.js';
import type { Run } from '../state/runs.js';
import { useJob } from '../state/use-job.js';
import { openDesk } from '../state/use-route.js';
import { FailureCard } from './failure-card.js';
import { JobProgress } from './job-progress.js';
import { JobResult } from './job-result.js';

interface JobViewProps {
  id: string;
  /** How the job was asked for, where this browser did. */
  run: Run | undefined;
  onChangeSettings: (run: Run) => void;
  onJobsChanged: () => void;
}

/** One job: on its way, done, or what stopped it. */
export function JobView({ id, run, onChangeSettings, onJobsChanged }: JobViewProps) {
  const [attempt, setAttempt] = useState(0);
  const [refusal, setRefusal] = useState<Failure>();
  const { job, failure } = useJob(id, attempt);
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => title.current?.focus(), [id, job?.state]);
  useEffect(onJobsChanged, [job?.state]);

  const act = (action: (id: string) => Promise<unknown>) => {
    setRefusal(undefined);
    action(id)
      .then(() => setAttempt(attempt + 1))
      .catch((error: unknown) => setRefusal(toFailure(error)));
  };
  const stopped = job?.state === 'failed' || job?.state === 'cancelled';
  return (
    <article class="job" aria-labelledby="job-title">
      <h1 class="job-title" id="job-title" tabIndex={-1} ref={title}>
        <JobTitle job={job} />
      </h1>
      {failure && !job && <FailureCard failure={failure} />}
      {refusal && <FailureCard failure={refusal} />}
      {job && !isFinal(job) && (
        <JobProgress job={job} peaks={run?.song.peaks} onCancel={() => act(cancelJob)} />
      )}
      {stopped && <Stopped job={job} />}
      {job?.state === 'done' && <JobResult job={job} />}
      <div class="job-actions">
        {stopped && (
          <button type="button" class="button button-primary" onClick={() => act(retryJob)}>
            {job.state === 'failed' ? 'Try again' : 'Go on'}
          </button>
        )}
        {run && (
          <button type="button" class="button button-quiet" onClick={() => onChangeSettings(run)}>
            Change settings and run again
          </button>
        )}
        <button type="button" class="button button-quiet" onClick={openDesk}>
          New cover
        </button>
      </div>
    </article>
  );
}

function JobTitle({ job }: { job: Job | undefined }) {
  if (!job) return <>One moment</>;
  const [song, voice] = splitTitle(job.title);
  return (
    <>
      <span class="job-song">{song}</span>
      {voice && <span class="job-voice">sung by {voice}</span>}
    </>
  );
}

/** "Song · Voice", as the server names covers. */
function splitTitle(title: string): [string, string | undefined] {
  const at = title.lastIndexOf(' · ');
  return at < 0 ? [title, undefined] : [title.slice(0, at), title.slice(at + 3)];
}

function Stopped({ job }: { job: Job }) {
  if (job.state === 'cancelled')
    return (
      <p class="stopped" role="status">
        You cancelled this cover. What was finished is kept: “Go on” continues from there.
      </p>
    );
  const unknown = { code: 'internal', message: 'This cover could not be made' };
  return <FailureCard failure={job.error ?? unknown} />;
}
