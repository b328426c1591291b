import type Database from 'libsql';
import { NotFoundError } from '../errors.js';
import type { Upload } from './job.js';
import { newId } from './new-id.js';
import type { NewUpload, Uploads } from './uploads.js';
import type { Json } from './plan.js';

interface UploadRow {
  id: string;
  name: string;
  sha256: string;
  bytes: number;
  info: string;
  created_at: string;
}

/** Uploads in the database of the data folder. */
export class SqliteUploads implements Uploads {
  constructor(private readonly database: Database.Database) {}

  add({ id = newId(), name, sha256, bytes, info }: NewUpload): Upload {
    this.database
      .prepare(
        'INSERT OR REPLACE INTO uploads (id, name, sha256, bytes, info, created_at) VALUES (?, ?, ?, ?, ?, ?)',
      )
      .run(id, name, sha256, bytes, JSON.stringify(info), new Date().toISOString());
    return this.get(id);
  }

  get(id: string): Upload {
    const row = this.database.prepare('SELECT * FROM uploads WHERE id = ?').get(id);
    if (row) return toUpload(row as UploadRow);
    throw new NotFoundError('no-such-upload', `there is no upload '${id}'`, {
      hint: 'Uploads that no job uses are kept for a week; upload the file again.',
    });
  }
}

function toUpload({ id, name, sha256, bytes, info, created_at }: UploadRow): Upload {
  return { id, name, sha256, bytes, info: JSON.parse(info) as Json, createdAt: created_at };
}
