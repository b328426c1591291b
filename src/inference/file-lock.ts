import { open, rm, stat, utimes } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { throwIfCancelled } from '../errors.js';

/** A holder touches its lock this often; one untouched for `STALE_MS` was left by a dead process. */
const TOUCH_MS = 1000;
const STALE_MS = 10_000;
const RETRY_MS = 100;

/** Runs `task` while no other process of this machine runs one under the lock file `path`, which
 *  comes and goes. Survives a holder's death. (Two that find one stale lock in the same moment can
 *  both go on: what is done under a lock must be right then too, if not efficient.)
 *  @throws CancelledError when `signal` is aborted while waiting */
export async function withFileLock<T>(
  path: string,
  task: () => Promise<T>,
  signal?: AbortSignal,
): Promise<T> {
  while (!(await tryToTake(path))) {
    throwIfCancelled(signal);
    await removeIfStale(path);
    await sleep(RETRY_MS);
  }
  const touching = setInterval(() => void touch(path), TOUCH_MS);
  try {
    return await task();
  } finally {
    clearInterval(touching);
    await rm(path, { force: true });
  }
}

async function tryToTake(path: string): Promise<boolean> {
  try {
    await (await open(path, 'wx')).close();
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

async function removeIfStale(path: string): Promise<void> {
  const touchedAt = await stat(path).then(
    ({ mtimeMs }) => mtimeMs,
    () => Infinity,
  );
  if (Date.now() - touchedAt > STALE_MS) await rm(path, { force: true });
}

async function touch(path: string): Promise<void> {
  const now = new Date();
  await utimes(path, now, now).catch(() => undefined);
}
