import { STEM_NAMES } from '../../../src/separation/separator.js';
import type { JobFile, SeparationJob } from '../api/types.js';
import { canBeMixed } from '../player/open-stems.js';
import { Downloads } from './downloads.js';
import { SeparationReportCard } from './separation-report-card.js';
import { StemDeck } from './stem-deck.js';

/** Of stems that an earlier version made, which didn't say. */
const usualSampleRate = 44_100;

/** Finished stems: to hear together and one by one, and to take away. */
export function SeparationResult({ job }: { job: SeparationJob }) {
  const { files, report, request } = job;
  const stems = STEM_NAMES[request.stems ?? 2].flatMap((name) => findStem(name, files));
  const shape = {
    durationSeconds: report?.durationSeconds ?? 0,
    sampleRate: report?.sampleRate ?? usualSampleRate,
  };
  return (
    <>
      {canBeMixed(stems, shape) ? (
        <StemDeck
          {...shape}
          stems={stems}
          peaksUrl={files.find(({ name }) => name === 'peaks.json')?.url}
        />
      ) : (
        <>
          <p>
            This song is too long to be mixed in the browser as {request.format}; as WAV it can be.
            Its stems can be heard one by one.
          </p>
          <Downloads title="Stems" files={stems} />
        </>
      )}
      {report && <SeparationReportCard request={request} report={report} />}
    </>
  );
}

/** The file of a stem, none or one. */
function findStem(name: string, files: JobFile[]): JobFile[] {
  return files.filter((file) => file.name.startsWith(`${name}.`));
}
