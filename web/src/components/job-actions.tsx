import { zipUrl } from '../api/endpoints.js';
import { isSeparationJob } from '../api/job-kinds.js';
import type { Job } from '../api/types.js';
import { openDesk } from '../state/use-route.js';
import { isCover } from './cover-result.js';
import { DownloadIcon } from './icons.js';

interface JobActionsProps {
  job: Job | undefined;
  /** Absent where the job can't be made again from the desk. */
  onChangeSettings: (() => void) | undefined;
}

/** What to do next with a job. */
export function JobActions({ job, onChangeSettings }: JobActionsProps) {
  const isSeparation = job !== undefined && isSeparationJob(job);
  return (
    <div class="job-actions">
      {job?.state === 'done' && <MainDownload job={job} />}
      {job?.state === 'done' && onChangeSettings && (
        <button type="button" class="button button-quiet" onClick={onChangeSettings}>
          Change settings
        </button>
      )}
      <button
        type="button"
        class="button button-quiet"
        onClick={() => openDesk(isSeparation ? 'separation' : 'cover')}
      >
        {isSeparation ? 'New separation' : 'New cover'}
      </button>
    </div>
  );
}

/** What most people came for: the cover, or all stems. */
function MainDownload({ job }: { job: Job }) {
  const cover = job.files.find(isCover);
  const url = isSeparationJob(job) ? zipUrl(job.id) : cover && `${cover.url}?download`;
  if (!url) return null;
  return (
    <a class="button button-lamp" href={url}>
      <DownloadIcon />
      {isSeparationJob(job) ? 'Download all (zip)' : 'Download'}
    </a>
  );
}
