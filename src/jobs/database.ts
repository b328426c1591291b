import Database from 'libsql';
import { join } from 'node:path';
import { InputError } from '../errors.js';

/** How long a write waits for another process's write; those take milliseconds. */
const BUSY_TIMEOUT_MS = 5000;

/** Grows with every change of the schema; the database's `user_version`. */
const SCHEMA_VERSION = 1;

/** Columns that hold JSON: request, plan, error, files, report, info, data. */
const SCHEMA = `
  CREATE TABLE jobs (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    title TEXT NOT NULL,
    request TEXT NOT NULL,
    plan TEXT NOT NULL,
    seed INTEGER NOT NULL,
    state TEXT NOT NULL DEFAULT 'queued',
    stage TEXT NOT NULL DEFAULT '',
    progress REAL NOT NULL DEFAULT 0,
    error TEXT,
    files TEXT NOT NULL DEFAULT '{}',
    report TEXT,
    event_id INTEGER NOT NULL DEFAULT 1,
    queue_position INTEGER NOT NULL, -- the smallest of the queued ones goes first
    step_process TEXT,               -- identity of the process that runs its step
    created_at TEXT NOT NULL,
    started_at TEXT,
    finished_at TEXT
  );
  CREATE INDEX jobs_in_queue ON jobs (state, queue_position);
  CREATE TABLE uploads (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    info TEXT NOT NULL,
    created_at TEXT NOT NULL
  );
  CREATE TABLE step_results (
    key TEXT PRIMARY KEY,
    files TEXT NOT NULL,
    data TEXT NOT NULL,
    last_used INTEGER NOT NULL       -- a count of uses, not a time: clocks jump
  );
  CREATE INDEX step_results_by_use ON step_results (last_used);
  CREATE TABLE step_uses (
    user TEXT NOT NULL,              -- a job's id, or a process identity and more
    key TEXT NOT NULL,
    PRIMARY KEY (user, key)
  ) WITHOUT ROWID;
`;

/** The database of a data folder, shared by the server and by commands that run beside it.
 *  @throws InputError `newer-data-folder` when a later version of Canto wrote it */
export function openDatabase(dataDir: string): Database.Database {
  const database = new Database(join(dataDir, 'canto.db'), { timeout: BUSY_TIMEOUT_MS });
  database.exec('PRAGMA journal_mode = WAL');
  // Safe against a crash of this process; a power cut may take the last moments, never the rest.
  database.exec('PRAGMA synchronous = NORMAL');
  database.transaction(() => bringUpToDate(database, dataDir)).immediate();
  return database;
}

function bringUpToDate(database: Database.Database, dataDir: string): void {
  const version = schemaVersion(database);
  if (version === SCHEMA_VERSION) return;
  if (version > SCHEMA_VERSION) {
    throw new InputError('newer-data-folder', `${dataDir} was written by a newer Canto`, {
      hint: 'Update Canto, or choose another data folder with CANTO_DATA.',
    });
  }
  database.exec(SCHEMA);
  database.exec(`PRAGMA user_version = ${SCHEMA_VERSION}`);
}

function schemaVersion(database: Database.Database): number {
  const row = database.prepare('PRAGMA user_version').get() as { user_version: number };
  return row.user_version;
}
