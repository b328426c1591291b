import type Database from 'libsql';
import { mayBeAlive } from '../process/process-identity.js';
import type { StepResult } from './step-results.js';

/** What is forgotten in a data folder, and which files may then go. Every function here is one
 *  transaction on the database; those that return hashes leave the removal of the files to the
 *  caller: a crash in between leaves files that nothing refers to, which `usedFiles` tells. */

/** How long an upload waits for its first job. */
const UPLOAD_LIFETIME_MS = 7 * 24 * 3600 * 1000;

/** Files that plans start from, but for what has passed through jobs that are done. */
const PLANNED_BLOBS = `
  SELECT input.value ->> 'blob' AS sha256
  FROM jobs, json_each(jobs.plan, '$.steps') AS step, json_each(step.value, '$.inputs') AS input
  WHERE input.value ->> 'blob' IS NOT NULL
    AND NOT (jobs.state = 'done' AND coalesce(input.value ->> 'passing', 0))`;

/** Files that users can ask for. */
const USERS_FILES = `${PLANNED_BLOBS}
  UNION SELECT file.value ->> 'sha256' FROM jobs, json_each(jobs.files) AS file
  UNION SELECT sha256 FROM uploads`;

const CACHED_FILES =
  "SELECT file.value ->> 'sha256' AS sha256 FROM step_results, json_each(step_results.files) AS file";

/** Hashes of all files that anything refers to. */
export function usedFiles(database: Database.Database): Set<string> {
  return hashes(database, `${USERS_FILES} UNION ${CACHED_FILES}`);
}

/** Forgets the step results that were used longest ago, beyond `cacheBytes` of files that are only
 *  intermediate. Results that running work has used stay.
 *  @returns hashes of the files that may go */
export function forgetOldResults(database: Database.Database, cacheBytes: number): string[] {
  const forget = database.transaction(() => {
    forgetDeadRuns(database);
    const { forgotten, kept } = chooseByUse(database, cacheBytes);
    const remove = database.prepare('DELETE FROM step_results WHERE key = ?');
    for (const { key } of forgotten) remove.run(key);
    const files = forgotten.flatMap((result) => result.files.map(({ sha256 }) => sha256));
    return files.filter((sha256) => !kept.has(sha256));
  });
  return forget.immediate();
}

/** Forgets a job and the step results that it alone has used.
 *  @returns hashes of the files that may go */
export function forgetJob(database: Database.Database, id: string): string[] {
  const forget = database.transaction(() => {
    const before = usedFiles(database);
    database.prepare('DELETE FROM jobs WHERE id = ?').run(id);
    database
      .prepare(
        `DELETE FROM step_results WHERE key IN (SELECT key FROM step_uses WHERE user = ?1)
         AND key NOT IN (SELECT key FROM step_uses WHERE user <> ?1)`,
      )
      .run(id);
    forgetRun(database, id);
    const after = usedFiles(database);
    return [...before].filter((sha256) => !after.has(sha256));
  });
  return forget.immediate();
}

/** What has passed through a job that is done, and nothing else refers to.
 *  @returns hashes of the files that may go */
export function passedFiles(database: Database.Database, id: string): string[] {
  const rows = database
    .prepare(
      `SELECT DISTINCT input.value ->> 'blob' AS sha256
       FROM jobs, json_each(jobs.plan, '$.steps') AS step, json_each(step.value, '$.inputs') AS input
       WHERE jobs.id = ? AND jobs.state = 'done' AND input.value ->> 'passing'`,
    )
    .all(id) as { sha256: string }[];
  if (rows.length === 0) return [];
  const used = usedFiles(database);
  return rows.map(({ sha256 }) => sha256).filter((sha256) => !used.has(sha256));
}

/** Notes that `user` no longer needs the step results that it has used. */
export function forgetRun(database: Database.Database, user: string): void {
  database.prepare('DELETE FROM step_uses WHERE user = ?').run(user);
}

/** Forgets old uploads that no job uses. */
export function expireUploads(database: Database.Database): void {
  const limit = new Date(Date.now() - UPLOAD_LIFETIME_MS).toISOString();
  database
    .prepare(`DELETE FROM uploads WHERE created_at < ? AND sha256 NOT IN (${PLANNED_BLOBS})`)
    .run(limit);
}

interface CachedResult {
  key: string;
  files: { sha256: string; bytes: number }[];
  inUse: boolean;
}

/** Goes from the newest use to the oldest, keeping what fits. */
function chooseByUse(
  database: Database.Database,
  cacheBytes: number,
): { forgotten: CachedResult[]; kept: Set<string> } {
  const kept = hashes(database, USERS_FILES);
  const forgotten: CachedResult[] = [];
  let room = cacheBytes;
  for (const result of resultsByUse(database)) {
    const added = result.files.filter(({ sha256 }) => !kept.has(sha256));
    const bytes = added.reduce((sum, file) => sum + file.bytes, 0);
    if (bytes > Math.max(0, room) && !result.inUse) {
      forgotten.push(result);
      continue;
    }
    room -= bytes;
    for (const { sha256 } of added) kept.add(sha256);
  }
  return { forgotten, kept };
}

function resultsByUse(database: Database.Database): CachedResult[] {
  const rows = database
    .prepare(
      `SELECT key, files, EXISTS (
         SELECT 1 FROM step_uses LEFT JOIN jobs ON jobs.id = user
         WHERE step_uses.key = step_results.key AND coalesce(jobs.state, 'running') = 'running'
       ) AS in_use
       FROM step_results ORDER BY last_used DESC`,
    )
    .all() as { key: string; files: string; in_use: number }[];
  return rows.map(({ key, files, in_use }) => ({
    key,
    files: Object.values(JSON.parse(files) as StepResult['files']),
    inUse: in_use === 1,
  }));
}

/** Users of results that are neither a job nor a live process. */
function forgetDeadRuns(database: Database.Database): void {
  const rows = database
    .prepare('SELECT DISTINCT user FROM step_uses WHERE user NOT IN (SELECT id FROM jobs)')
    .all() as { user: string }[];
  for (const { user } of rows) if (!mayBeAlive(user)) forgetRun(database, user);
}

function hashes(database: Database.Database, query: string): Set<string> {
  const rows = database.prepare(query).all() as { sha256: string }[];
  return new Set(rows.map(({ sha256 }) => sha256));
}
