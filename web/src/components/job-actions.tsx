import { zipUrl } from '../api/endpoints.js';
import { isInstrumentalJob, isSeparationJob } from '../api/job-kinds.js';
import type { Job } from '../api/types.js';
import { openDesk } from '../state/use-route.js';
import { isCover } from './cover-result.js';
import { isInstrumental } from './instrumental-result.js';
import { DownloadIcon } from './icons.js';

interface JobActionsProps {
  job: Job | undefined;
  /** Absent where the job can't be made again from the desk. */
  onChangeSettings: (() => void) | undefined;
}

/** What to do next with a job. */
export function JobActions({ job, onChangeSettings }: JobActionsProps) {
  const desk = deskOf(job);
  return (
    <div class="job-actions">
      {job?.state === 'done' && <MainDownload job={job} />}
      {job?.state === 'done' && onChangeSettings && (
        <button type="button" class="button button-quiet" onClick={onChangeSettings}>
          Change settings
        </button>
      )}
      <button type="button" class="button button-quiet" onClick={() => openDesk(desk)}>
        {newWork[desk]}
      </button>
    </div>
  );
}

const newWork = {
  cover: 'New cover',
  separation: 'New separation',
  instrument: 'New instrumental',
} as const;

/** Where another one like it is made. */
function deskOf(job: Job | undefined): keyof typeof newWork {
  if (job && isSeparationJob(job)) return 'separation';
  return job && isInstrumentalJob(job) ? 'instrument' : 'cover';
}

/** What most people came for: the cover, the instrumental, or all stems. */
function MainDownload({ job }: { job: Job }) {
  const main = job.files.find(isInstrumentalJob(job) ? isInstrumental : isCover);
  const url = isSeparationJob(job) ? zipUrl(job.id) : main && `${main.url}?download`;
  if (!url) return null;
  return (
    <a class="button button-lamp" href={url}>
      <DownloadIcon />
      {isSeparationJob(job) ? 'Download all (zip)' : 'Download'}
    </a>
  );
}
