import type { Job, JobFile } from '../api/types.js';
import { AbDeck } from './ab-deck.js';
import { Downloads } from './downloads.js';
import { ReportCard } from './report-card.js';
import { Spectrograms } from './spectrograms.js';

/** A finished job: to hear, to take away, and how it was made. */
export function JobResult({ job }: { job: Job }) {
  const { files } = job;
  const report = isCoverJob(job) ? job.report : undefined;
  const original = files.find(({ name }) => name.startsWith('original.'));
  const cover = files.find(isCover);
  const peaks = files.find(({ name }) => name === 'peaks.json');
  return (
    <>
      {original && cover && (
        <AbDeck
          urls={{ original: original.url, cover: cover.url }}
          peaksUrl={peaks?.url}
          report={report}
        />
      )}
      <div class="result-columns">
        <Downloads files={files} />
        {report && <ReportCard report={report} />}
      </div>
      <Spectrograms files={files} />
    </>
  );
}

/** Other kinds of jobs, of the command line or the API, report otherwise. */
export function isCoverJob({ kind }: Job): boolean {
  return kind === 'cover';
}

function isCover({ name }: JobFile): boolean {
  return name.startsWith('cover.');
}
