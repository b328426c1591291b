import { AppError } from '../errors.js';

/** What to throw in place of `error`: where the disk is full, an AppError that says so. */
export function orDiskFull(error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code !== 'ENOSPC' && code !== 'EDQUOT' && code !== 'SQLITE_FULL') return error;
  return new AppError('internal', 'disk-full', 'the disk of the data folder is full', {
    hint: 'Free some space, or choose another data folder with CANTO_DATA, then retry the job.',
    cause: error,
  });
}
