import {
  isCloneJob,
  isCoverJob,
  isInstrumentalJob,
  isMasterJob,
  isMixJob,
  isSeparationJob,
  isSongJob,
} from '../api/job-kinds.js';
import type { QualityReport } from '../../../src/quality/quality-report.js';
import type { Job, MixJob } from '../api/types.js';
import { CloneResult } from './clone-result.js';
import { CoverResult } from './cover-result.js';
import { Downloads } from './downloads.js';
import { InstrumentalResult } from './instrumental-result.js';
import { MasterResult } from './master-result.js';
import { MixResult } from './mix-result.js';
import { QualityCard } from './quality-card.js';
import { SeparationResult } from './separation-result.js';
import { openJob } from '../state/use-route.js';
import { SongResult } from './song-result.js';

interface JobResultProps {
  job: Job;
  /** Puts a voice that was made on the desk. */
  onUseVoice: (id: string) => void;
  /** Puts a mix on the desk. */
  onOpenMix: (job: MixJob) => void;
}

/** A finished job: to hear, to take away, and how good it is. */
export function JobResult(props: JobResultProps) {
  const { job } = props;
  const { quality } = (job.report ?? {}) as { quality?: QualityReport };
  return (
    <>
      <KindResult {...props} />
      {quality && (
        <QualityCard
          quality={quality}
          picture={job.files.find(({ name }) => name === 'report.png')}
        />
      )}
    </>
  );
}

function KindResult({ job, onUseVoice, onOpenMix }: JobResultProps) {
  if (isCoverJob(job)) return <CoverResult job={job} />;
  if (isSeparationJob(job)) return <SeparationResult job={job} />;
  if (isMasterJob(job)) return <MasterResult job={job} />;
  if (isMixJob(job)) return <MixResult job={job} onOpen={() => onOpenMix(job)} />;
  if (isSongJob(job)) return <SongResult job={job} onStarted={({ id }) => openJob(id)} />;
  if (isInstrumentalJob(job)) {
    return <InstrumentalResult job={job} onStarted={({ id }) => openJob(id)} />;
  }
  if (isCloneJob(job)) return <CloneResult job={job} onUseVoice={onUseVoice} />;
  return <Downloads title="Results" files={job.files} />;
}
