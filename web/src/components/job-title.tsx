import { isInstrumentalJob, isSeparationJob } from '../api/job-kinds.js';
import type { Job } from '../api/types.js';

/** The song, what was made of it, and whether that is AI-made. */
export function JobTitle({ job }: { job: Job | undefined }) {
  const [song, what] = job ? splitTitle(job.title) : ['One moment', undefined];
  return (
    <>
      <span class="job-song">{song}</span>
      <span class="job-voice">
        {job && what && `${inWords(job, what)} `}
        {job?.state === 'done' && isSung(job) && <span class="badge">AI-made</span>}
      </span>
    </>
  );
}

/** "Song · Voice", "Song · stems", as the server names jobs. */
function splitTitle(title: string): [string, string | undefined] {
  const at = title.lastIndexOf(' · ');
  return at < 0 ? [title, undefined] : [title.slice(0, at), title.slice(at + 3)];
}

function inWords(job: Job, what: string): string {
  if (isSung(job)) return `sung by ${what}`;
  if (isInstrumentalJob(job)) return `played on ${what.toLowerCase()}`;
  return isSeparationJob(job) ? `in ${job.request.stems ?? 2} stems` : what;
}

/** Whether a voice sings in it that never sang it. */
function isSung({ kind }: Job): boolean {
  return kind === 'cover' || kind === 'conversion';
}
