import { isCoverJob, isSeparationJob } from '../api/job-kinds.js';
import type { Job } from '../api/types.js';
import { CoverResult } from './cover-result.js';
import { Downloads } from './downloads.js';
import { SeparationResult } from './separation-result.js';

/** A finished job: to hear and to take away. */
export function JobResult({ job }: { job: Job }) {
  if (isCoverJob(job)) return <CoverResult job={job} />;
  if (isSeparationJob(job)) return <SeparationResult job={job} />;
  return <Downloads title="Results" files={job.files} />;
}
