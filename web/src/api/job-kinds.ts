import type {
  CloneJob,
  CoverJob,
  InstrumentalJob,
  Job,
  MasterJob,
  MixJob,
  SeparationJob,
  SongJob,
} from './types.js';

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

export function isMixJob(job: Job): job is MixJob {
  return job.kind === 'mix';
}

export function isMasterJob(job: Job): job is MasterJob {
  return job.kind === 'master';
}

export function isSongJob(job: Job): job is SongJob {
  return job.kind === 'song';
}

export function isCloneJob(job: Job): job is CloneJob {
  return job.kind === 'clone';
}
