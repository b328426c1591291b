import { createReadStream, type ReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { ZipFile } from 'yazl';

/** A file to be packed. */
export interface ZipEntry {
  /** In the archive. */
  name: string;
  path: string;
  bytes: number;
}

/** As they are, since audio hardly shrinks; and without a date of the day, so that the same files
 *  give the same bytes: the calendar of zips begins in 1980. */
const STORED = { compress: false, mtime: new Date(1980, 0, 1), forceDosTimestamp: true };

/** Files as one zip, in their order, made while it is read; destroying the stream closes what is
 *  open. The stream fails when a file is gone or has another length than was said.
 *  @returns the archive and its length, which is known before anything is read */
export function zipFiles(entries: readonly ZipEntry[]): { stream: Readable; bytes: number } {
  const zip = new ZipFile();
  const stream = zip.outputStream as Readable;
  zip.on('error', (error: Error) => stream.destroy(error));
  for (const { name, path, bytes } of entries) {
    zip.addReadStreamLazy(name, { ...STORED, size: bytes }, (read) =>
      read(null, open(path, stream)),
    );
  }
  return { stream, bytes: end(zip) };
}

/** The file at `path`, for as long as `stream` is wanted. */
function open(path: string, stream: Readable): ReadStream {
  const file = createReadStream(path);
  file.on('error', (error) => stream.destroy(error));
  stream.once('close', () => file.destroy());
  return file;
}

/** @returns the length of the archive */
function end(zip: ZipFile): number {
  let bytes = 0;
  const onTotal = (total: number) => {
    bytes = total;
  };
  // Called at once, since all sizes are known; the published type lacks its argument.
  zip.end(undefined, onTotal as () => void);
  return bytes;
}
