import type { Upload } from './job.js';

/** An upload to be noted. */
export type NewUpload = Omit<Upload, 'id' | 'createdAt'> & { id?: string };

/** Uploads by id. One that no job uses is forgotten a week after it came. */
export interface Uploads {
  /** Notes a file that is in the file store already, under a new id unless it has one; a known id
   *  now means the new file. */
  add(upload: NewUpload): Upload;
  /** @throws NotFoundError `no-such-upload` */
  get(id: string): Upload;
}
