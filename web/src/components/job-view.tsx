import { useEffect, useState } from 'preact/hooks';
import { cancelJob, retryJob } from '../api/endpoints.js';
import { isCoverJob, isInstrumentalJob, isMasterJob, isSeparationJob } from '../api/job-kinds.js';
import { toFailure } from '../api/request.js';
import type { Failure, Job, MixJob } from '../api/types.js';
import { isFinal } from '../api/watch-job.js';
import { workName } from '../format/work-name.js';
import { isSameSource, type Song } from '../state/song.js';
import { useJob } from '../state/use-job.js';
import { usePageHeading } from '../state/use-page-heading.js';
import { FailureCard } from './failure-card.js';
import { JobActions } from './job-actions.js';
import { JobProgress, stageText } from './job-progress.js';
import { JobResult } from './job-result.js';
import { JobTitle } from './job-title.js';
import { StoppedJob } from './stopped-job.js';

interface JobViewProps {
  id: string;
  online: boolean;
  /** On the desk; the job's own if it was started there. */
  song: Song;
  onChangeSettings: (job: Job) => Promise<void>;
  onUseVoice: (id: string) => void;
  onOpenMix: (job: MixJob) => Promise<void>;
  onJobsChanged: () => void;
}

/** One job: on its way, done, or what stopped it. */
export function JobView({ id, online, song, onJobsChanged, ...props }: JobViewProps) {
  const [attempt, setAttempt] = useState(0);
  const [refusal, setRefusal] = useState<Failure>();
  const { job, failure } = useJob(id, { attempt, online });
  const heading = usePageHeading(job ? `${job.title} – Canto` : 'Canto');
  useEffect(() => {
    // The button that had the focus is gone with the state before.
    if (document.activeElement === document.body) heading.current?.focus({ preventScroll: true });
  }, [job?.state]);
  useEffect(onJobsChanged, [job?.state]);

  const refuse = (error: unknown) => setRefusal(toFailure(error));
  const act = (action: () => Promise<unknown>) => {
    setRefusal(undefined);
    action().then(() => setAttempt(attempt + 1), refuse);
  };
  const canChange = job && isFinal(job) && hasDesk(job);
  const changeSettings = canChange
    ? () => void props.onChangeSettings(job).catch(refuse)
    : undefined;
  return (
    <article class="work job" aria-labelledby="job-title">
      <header class="job-head">
        <h1 class="job-title" id="job-title" tabIndex={-1} ref={heading}>
          <JobTitle job={job} />
        </h1>
        <JobActions job={job} onChangeSettings={changeSettings} />
      </header>
      <p class="visually-hidden" role="status">
        {job && announcement(job)}
      </p>
      {failure && !job && <FailureCard failure={failure} />}
      {refusal && <FailureCard failure={refusal} />}
      {!job && !failure && <div class="deck deck-loading" />}
      {job && !isFinal(job) && (
        <JobProgress
          job={job}
          peaks={isSameSource(song.source, job.request.source) ? song.peaks : undefined}
          onCancel={() => act(() => cancelJob(id))}
        />
      )}
      {job && isStopped(job) && (
        <StoppedJob
          job={job}
          onRetry={() => act(() => retryJob(id))}
          onChangeSettings={changeSettings}
        />
      )}
      {job?.state === 'done' && (
        <JobResult
          job={job}
          onUseVoice={props.onUseVoice}
          onOpenMix={(mix) => void props.onOpenMix(mix).catch(refuse)}
        />
      )}
    </article>
  );
}

function hasDesk(job: Job): boolean {
  return [isCoverJob, isSeparationJob, isInstrumentalJob, isMasterJob].some((is) => is(job));
}

function isStopped({ state }: Job): boolean {
  return state === 'failed' || state === 'cancelled';
}

/** What a screen reader says as the job goes on: stages, not percents. */
function announcement(job: Job): string {
  if (job.state === 'done') return `The ${workName(job)} is done.`;
  if (job.state === 'cancelled') return 'Cancelled.';
  return job.state === 'failed' ? '' : stageText(job);
}
