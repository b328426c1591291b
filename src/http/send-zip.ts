import { createHash } from 'node:crypto';
import { pipeline } from 'node:stream/promises';
import type { Request, Response } from 'express';
import { zipFiles, type ZipEntry } from '../store/zip-files.js';

interface SendZipOptions {
  entries: readonly (ZipEntry & { sha256: string })[];
  downloadAs: string;
}

/** Sends files as one zip, which is made on the way, unless the client has it. */
export async function sendZip(
  request: Request,
  response: Response,
  { entries, downloadAs }: SendZipOptions,
): Promise<void> {
  response.attachment(downloadAs).type('application/zip');
  response.set({ ETag: `"${versionOf(entries)}"`, 'Cache-Control': 'private, no-cache' });
  if (request.fresh) {
    response.status(304).end();
    return;
  }
  const { stream, bytes } = zipFiles(entries);
  response.set('Content-Length', String(bytes));
  if (request.method === 'HEAD') {
    stream.destroy();
    response.end();
    return;
  }
  await pipeline(stream, response).catch((error: NodeJS.ErrnoException) => {
    // A client that leaves is no error of ours.
    if (error.code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
  });
}

/** The same names and contents give the same archive. */
function versionOf(entries: SendZipOptions['entries']): string {
  const content = entries.map(({ name, sha256 }) => [name, sha256]);
  return createHash('sha256').update(JSON.stringify(content)).digest('hex');
}
