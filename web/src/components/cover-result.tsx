import type { CoverJob, JobFile } from '../api/types.js';
import type { Side } from '../player/ab-player.js';
import { AbDeck } from './ab-deck.js';
import { Downloads } from './downloads.js';
import { ReportCard } from './report-card.js';

/** A finished cover: to compare, to take away, and how it was made. */
export function CoverResult({ job }: { job: CoverJob }) {
  const { files, report } = job;
  const urls = bothSides(
    files.find(({ name }) => name.startsWith('original.')),
    files.find(isCover),
  );
  const named = (name: string) => files.find((file) => file.name === name);
  return (
    <>
      {urls && (
        <AbDeck
          made="cover"
          urls={urls}
          lufs={{
            original: report?.original.integratedLufs ?? NaN,
            made: report?.loudness.integratedLufs ?? NaN,
          }}
          durationSeconds={report?.durationSeconds ?? 0}
          spectrograms={bothSides(
            named('original-spectrogram.png'),
            named('cover-spectrogram.png'),
          )}
          peaksUrl={named('peaks.json')?.url}
        />
      )}
      <div class="result-columns">
        <Downloads title="Cover and stems" files={files} />
        {report && <ReportCard report={report} />}
      </div>
    </>
  );
}

function isCover({ name }: JobFile): boolean {
  return name.startsWith('cover.');
}

function bothSides(
  original: JobFile | undefined,
  cover: JobFile | undefined,
): Record<Side, string> | undefined {
  return original && cover && { original: original.url, made: cover.url };
}
