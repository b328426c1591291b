import type { Job } from '../api/types.js';
import { openDesk } from '../state/use-route.js';
import { isCover } from './job-result.js';
import { DownloadIcon } from './icons.js';

interface JobActionsProps {
  job: Job | undefined;
  /** Absent where the job can't be made again from the desk. */
  onChangeSettings: (() => void) | undefined;
}

/** What to do next with a job. */
export function JobActions({ job, onChangeSettings }: JobActionsProps) {
  const cover = job?.files.find(isCover);
  return (
    <div class="job-actions">
      {cover && (
        <a class="button button-lamp" href={`${cover.url}?download`}>
          <DownloadIcon />
          Download
        </a>
      )}
      {job?.state === 'done' && onChangeSettings && (
        <button type="button" class="button button-quiet" onClick={onChangeSettings}>
          Change settings
        </button>
      )}
      <button type="button" class="button button-quiet" onClick={openDesk}>
        New cover
      </button>
    </div>
  );
}
