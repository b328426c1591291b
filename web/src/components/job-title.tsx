import type { Job } from '../api/types.js';

/** The song, whose voice sings it, and that it is AI-made. */
export function JobTitle({ job }: { job: Job | undefined }) {
  const [song, voice] = job ? splitTitle(job.title) : ['One moment', undefined];
  return (
    <>
      <span class="job-song">{song}</span>
      <span class="job-voice">
        {voice && `sung by ${voice} `}
        {job?.state === 'done' && <span class="badge">AI-made</span>}
      </span>
    </>
  );
}

/** "Song · Voice", as the server names covers. */
function splitTitle(title: string): [string, string | undefined] {
  const at = title.lastIndexOf(' · ');
  return at < 0 ? [title, undefined] : [title.slice(0, at), title.slice(at + 3)];
}
