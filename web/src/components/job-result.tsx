import { isCloneJob, isCoverJob, isInstrumentalJob, isSeparationJob } from '../api/job-kinds.js';
import type { Job } from '../api/types.js';
import { CloneResult } from './clone-result.js';
import { CoverResult } from './cover-result.js';
import { Downloads } from './downloads.js';
import { InstrumentalResult } from './instrumental-result.js';
import { SeparationResult } from './separation-result.js';

interface JobResultProps {
  job: Job;
  /** Puts a voice that was made on the desk. */
  onUseVoice: (id: string) => void;
  /** Called with a job that was started from here. */
  onStarted: (job: Job) => void;
}

/** A finished job: to hear and to take away. */
export function JobResult({ job, onUseVoice, onStarted }: JobResultProps) {
  if (isCoverJob(job)) return <CoverResult job={job} />;
  if (isSeparationJob(job)) return <SeparationResult job={job} />;
  if (isInstrumentalJob(job)) return <InstrumentalResult job={job} onStarted={onStarted} />;
  if (isCloneJob(job)) return <CloneResult job={job} onUseVoice={onUseVoice} />;
  return <Downloads title="Results" files={job.files} />;
}
