import { zipUrl } from '../api/endpoints.js';
import { isSeparationJob } from '../api/job-kinds.js';
import type { Job } from '../api/types.js';
import { openDesk, type DeskName } from '../state/use-route.js';
import { DownloadIcon } from './icons.js';

interface JobActionsProps {
  job: Job | undefined;
  /** Absent where the job can't be made again from the desk. */
  onChangeSettings: (() => void) | undefined;
}

/** What to do next with a job. */
export function JobActions({ job, onChangeSettings }: JobActionsProps) {
  const [desk, title] = job ? deskOf(job) : desks.cover;
  return (
    <div class="job-actions">
      {job?.state === 'done' && <MainDownload job={job} />}
      {job?.state === 'done' && onChangeSettings && (
        <button type="button" class="button button-quiet" onClick={onChangeSettings}>
          Change settings
        </button>
      )}
      <button type="button" class="button button-quiet" onClick={() => openDesk(desk)}>
        {title}
      </button>
    </div>
  );
}

/** Where another job of each kind is prepared. */
const desks: Readonly<Record<string, [desk: DeskName, title: string]>> & {
  cover: [DeskName, string];
} = {
  cover: ['cover', 'New cover'],
  song: ['song', 'New song'],
  separation: ['separation', 'New separation'],
  instrumental: ['instrument', 'New instrumental'],
  mix: ['mix', 'New mix'],
  master: ['master', 'New master'],
};

function deskOf({ kind }: Job): [desk: DeskName, title: string] {
  return kind in desks ? desks[kind] : desks.cover;
}

/** What most people came for: the cover, the song, the mix, the instrumental, or all stems. */
function MainDownload({ job }: { job: Job }) {
  const main = job.files.find(({ name }) =>
    /^(cover|song|mix|master|instrumental)\.(?!json)/.test(name),
  );
  const url = isSeparationJob(job) ? zipUrl(job.id) : main && `${main.url}?download`;
  if (!url) return null;
  return (
    <a class="button button-lamp" href={url}>
      <DownloadIcon />
      {isSeparationJob(job) ? 'Download all (zip)' : 'Download'}
    </a>
  );
}
