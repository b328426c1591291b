import Database from 'libsql';
import { join } from 'node:path';
import { InputError } from '../errors.js';

/** Makes this process the only server on the data folder, until `release` or its death. The lock
 *  is SQLite's own on an otherwise empty database, which the system drops with the process: no
 *  stale lock can remain, and it holds between containers too.
 *  @throws InputError `data-folder-in-use` */
export function lockFolder(dataDir: string): { release(): void } {
  const database = new Database(join(dataDir, 'server.lock'));
  try {
    database.exec('BEGIN EXCLUSIVE');
  } catch (cause) {
    database.close();
    throw new InputError('data-folder-in-use', `another server works on ${dataDir}`, {
      hint: 'Stop that server, or give this one a folder of its own with --data or CANTO_DATA.',
      cause,
    });
  }
  return {
    release() {
      if (!database.open) return;
      database.exec('ROLLBACK');
      database.close();
    },
  };
}
