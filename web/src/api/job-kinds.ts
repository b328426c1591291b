import type { CloneJob, CoverJob, InstrumentalJob, Job, SeparationJob } from './types.js';

/** Jobs of other kinds are made by the command line or the API. */
export function isCoverJob(job: Job): job is CoverJob {
  return job.kind === 'cover';
}

export function isSeparationJob(job: Job): job is SeparationJob {
  return job.kind === 'separation';
}

export function isInstrumentalJob(job: Job): job is InstrumentalJob {
  return job.kind === 'instrumental';
}

export function isCloneJob(job: Job): job is CloneJob {
  return job.kind === 'clone';
}
