import type { Job, JobFile } from '../api/types.js';
import { AbDeck } from './ab-deck.js';
import { Downloads } from './downloads.js';
import { ReportCard } from './report-card.js';
import { Spectrograms } from './spectrograms.js';

/** A finished cover: to hear, to take away, and how it was made. */
export function JobResult({ job }: { job: Job }) {
  const files = job.files ?? [];
  const original = files.find(({ name }) => name.startsWith('original.'));
  const cover = files.find(isCover);
  const peaks = files.find(({ name }) => name === 'peaks.json');
  return (
    <>
      <p class="badge">AI-made</p>
      {original && cover && (
        <AbDeck
          urls={{ original: original.url, cover: cover.url }}
          peaksUrl={peaks?.url}
          report={job.report ?? undefined}
        />
      )}
      <div class="result-columns">
        <Downloads files={files} />
        {job.report && <ReportCard report={job.report} />}
      </div>
      <Spectrograms files={files} />
    </>
  );
}

function isCover({ name }: JobFile): boolean {
  return name.startsWith('cover.');
}
