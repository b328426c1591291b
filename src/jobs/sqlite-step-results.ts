import type Database from 'libsql';
import type { StepResult, StepResults } from './step-results.js';

const NEXT_USE = '(SELECT coalesce(max(last_used), 0) + 1 FROM step_results)';

/** The cache of step results as `user` sees it: a job, or a process without a queue. */
export class SqliteStepResults implements StepResults {
  constructor(
    private readonly database: Database.Database,
    private readonly user: string,
  ) {}

  get(key: string): StepResult | undefined {
    this.noteUse(key);
    const row = this.database
      .prepare(
        `UPDATE step_results SET last_used = ${NEXT_USE} WHERE key = ? RETURNING files, data`,
      )
      .all(key)[0] as { files: string; data: string } | undefined;
    if (!row) return undefined;
    return {
      files: JSON.parse(row.files) as StepResult['files'],
      data: JSON.parse(row.data) as StepResult['data'],
    };
  }

  put(key: string, { files, data }: StepResult): void {
    this.noteUse(key);
    this.database
      .prepare(
        `INSERT OR REPLACE INTO step_results (key, files, data, last_used)
         VALUES (?, ?, ?, ${NEXT_USE})`,
      )
      .run(key, JSON.stringify(files), JSON.stringify(data));
  }

  /** Comes first, so that no eviction falls between the use and its note. */
  private noteUse(key: string): void {
    this.database.prepare('INSERT OR IGNORE INTO step_uses VALUES (?, ?)').run(this.user, key);
  }
}
