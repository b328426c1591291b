import type { Job } from '../jobs/job.js';
import { API_BASE } from './api-base.js';
import type { JobView } from './schemas/job.js';

/** A job as the API shows it: with links to its files, without what only the queue needs. */
export function jobView(job: Job): JobView {
  const { id, kind, title, request, seed, state, stage, progress, report, error } = job;
  const { createdAt, startedAt, finishedAt } = job;
  return {
    id,
    kind,
    title,
    state,
    stage,
    progress,
    seed,
    request,
    files: fileViews(job),
    ...(report !== undefined && { report }),
    ...(error && { error: withoutKind(error) }),
    createdAt,
    ...(startedAt && { startedAt }),
    ...(finishedAt && { finishedAt }),
  };
}

function fileViews({ id, files }: Job): JobView['files'] {
  return Object.entries(files).map(([name, { bytes, sha256 }]) => ({
    name,
    bytes,
    sha256,
    url: `${API_BASE}/jobs/${encodeURIComponent(id)}/files/${encodeURIComponent(name)}`,
  }));
}

function withoutKind({ code, message, hint, details }: NonNullable<Job['error']>) {
  return { code, message, hint, details };
}
