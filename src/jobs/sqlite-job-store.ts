import type Database from 'libsql';
import { NotFoundError, type ErrorRecord } from '../errors.js';
import type { StoredFile } from '../store/file-store.js';
import type { Job, JobState } from './job.js';
import type { NewJob } from './job-queue.js';
import type { JobChanges, JobStore } from './job-store.js';
import { newId } from './new-id.js';
import type { Json, Plan } from './plan.js';

/** A row of table `jobs`, without its plan. */
interface JobRow {
  id: string;
  kind: string;
  title: string;
  request: string;
  seed: number;
  state: JobState;
  stage: string;
  progress: number;
  error: string | null;
  files: string;
  report: string | null;
  event_id: number;
  created_at: string;
  started_at: string | null;
  finished_at: string | null;
}

const JOB_COLUMNS =
  'id, kind, title, request, seed, state, stage, progress, error, files, report, event_id, created_at, started_at, finished_at';

const NEXT_POSITION = '(SELECT coalesce(max(queue_position), 0) + 1 FROM jobs)';

/** Jobs in the database of the data folder. */
export class SqliteJobStore implements JobStore {
  constructor(private readonly database: Database.Database) {}

  insert({ kind, title, request, plan }: NewJob): Job {
    const id = newId();
    const values = [id, kind, title, JSON.stringify(request), JSON.stringify(plan), plan.seed];
    this.database
      .prepare(
        `INSERT INTO jobs (id, kind, title, request, plan, seed, created_at, queue_position)
         VALUES (?, ?, ?, ?, ?, ?, ?, ${NEXT_POSITION})`,
      )
      .run(...values, new Date().toISOString());
    return this.get(id);
  }

  find(id: string): Job | undefined {
    const row = this.database.prepare(`SELECT ${JOB_COLUMNS} FROM jobs WHERE id = ?`).get(id);
    return row ? toJob(row as JobRow) : undefined;
  }

  get(id: string): Job {
    const job = this.find(id);
    if (job) return job;
    throw new NotFoundError('no-such-job', `there is no job '${id}'`, {
      hint: 'GET /api/v1/jobs lists the jobs that there are.',
    });
  }

  planOf(id: string): Plan {
    const row = this.database.prepare('SELECT plan FROM jobs WHERE id = ?').get(id);
    return JSON.parse((row as { plan: string }).plan) as Plan;
  }

  list(limit: number, offset: number): Job[] {
    const rows = this.database
      .prepare(`SELECT ${JOB_COLUMNS} FROM jobs ORDER BY rowid DESC LIMIT ? OFFSET ?`)
      .all(limit, offset);
    return (rows as JobRow[]).map(toJob);
  }

  count(): Record<JobState, number> {
    const rows = this.database.prepare('SELECT state, count(*) AS jobs FROM jobs GROUP BY state');
    const counts = { queued: 0, running: 0, done: 0, failed: 0, cancelled: 0 };
    for (const row of rows.all() as { state: JobState; jobs: number }[]) {
      counts[row.state] = row.jobs;
    }
    return counts;
  }

  claimNext(): Job | undefined {
    const next = this.database
      .prepare("SELECT id FROM jobs WHERE state = 'queued' ORDER BY queue_position LIMIT 1")
      .get() as { id: string } | undefined;
    return next && this.update(next.id, { state: 'running', startedAt: new Date().toISOString() });
  }

  update(id: string, changes: JobChanges): Job {
    const columns = toColumns(changes);
    const assignments = Object.keys(columns).map((column) => `${column} = ?`);
    this.database
      .prepare(`UPDATE jobs SET ${assignments.join()}, event_id = event_id + 1 WHERE id = ?`)
      .run(...Object.values(columns), id);
    return this.get(id);
  }

  requeue(id: string): Job {
    this.database.prepare(`UPDATE jobs SET queue_position = ${NEXT_POSITION} WHERE id = ?`).run(id);
    return this.update(id, {
      state: 'queued',
      stage: '',
      progress: 0,
      error: null,
      startedAt: null,
      finishedAt: null,
    });
  }

  requeueRunning(): string[] {
    const rows = this.database
      .prepare('SELECT step_process FROM jobs WHERE step_process IS NOT NULL')
      .all();
    this.database.exec(
      `UPDATE jobs SET state = 'queued', event_id = event_id + 1 WHERE state = 'running';
       UPDATE jobs SET step_process = NULL`,
    );
    return (rows as { step_process: string }[]).flatMap((row) => row.step_process.split(' '));
  }

  setStepProcesses(id: string, identities: readonly string[]): void {
    const joined = identities.length > 0 ? identities.join(' ') : null;
    this.database.prepare('UPDATE jobs SET step_process = ? WHERE id = ?').run(joined, id);
  }
}

function toJob(row: JobRow): Job {
  return {
    id: row.id,
    kind: row.kind,
    title: row.title,
    request: JSON.parse(row.request) as Json,
    seed: row.seed,
    state: row.state,
    stage: row.stage,
    progress: row.progress,
    ...(row.error && { error: JSON.parse(row.error) as ErrorRecord }),
    files: JSON.parse(row.files) as { [name: string]: StoredFile },
    ...(row.report && { report: JSON.parse(row.report) as Json }),
    eventId: row.event_id,
    createdAt: row.created_at,
    ...(row.started_at && { startedAt: row.started_at }),
    ...(row.finished_at && { finishedAt: row.finished_at }),
  };
}

/** Columns of `jobs` and their values for the given changes, and for these only. */
function toColumns(changes: JobChanges): { [column: string]: string | number | null } {
  const { error, files, report } = changes;
  const columns = {
    title: changes.title,
    state: changes.state,
    stage: changes.stage,
    progress: changes.progress,
    error: error && JSON.stringify(error),
    files: files && JSON.stringify(files),
    report: report === undefined ? undefined : JSON.stringify(report),
    started_at: changes.startedAt,
    finished_at: changes.finishedAt,
  };
  return Object.fromEntries(Object.entries(columns).filter(isGiven));
}

function isGiven<T>(entry: [string, T | undefined]): entry is [string, T] {
  return entry[1] !== undefined;
}
