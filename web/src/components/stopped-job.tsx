import type { Failure, Job } from '../api/types.js';
import { workName } from '../format/work-name.js';
import { FailureCard } from './failure-card.js';

interface StoppedJobProps {
  job: Job;
  onRetry: () => void;
  /** Absent where the job can't be made again from the desk. */
  onChangeSettings: (() => void) | undefined;
}

/** A job that failed or was cancelled: why, and the ways on. */
export function StoppedJob({ job, onRetry, onChangeSettings }: StoppedJobProps) {
  const cancelled = job.state === 'cancelled';
  const actions = (
    <div class="stopped-actions">
      <button type="button" class="button button-lamp" onClick={onRetry}>
        {cancelled ? 'Go on' : 'Retry'}
      </button>
      {onChangeSettings && (
        <button type="button" class="button button-quiet" onClick={onChangeSettings}>
          Change settings
        </button>
      )}
    </div>
  );
  if (!cancelled)
    return <FailureCard failure={job.error ?? unknownFailure(job)}>{actions}</FailureCard>;
  return (
    <div class="stopped">
      <p>You cancelled this {workName(job)}. What was finished is kept.</p>
      {actions}
    </div>
  );
}

function unknownFailure(job: Job): Failure {
  return { code: 'internal', message: `This ${workName(job)} could not be made` };
}
