import type { Upload } from '../jobs/job.js';

/** An upload as the API shows it: what probing found stands beside its name and hash. */
export function uploadView({ id, name, sha256, bytes, info, createdAt }: Upload) {
  const found = info && typeof info === 'object' && !Array.isArray(info) ? info : {};
  return { ...found, id, name, bytes, sha256, createdAt };
}
