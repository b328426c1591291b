import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';

/** Reading in large pieces, so that hashing costs few turns of the event loop (1 ms each). */
const CHUNK_BYTES = 1 << 20;

/** The SHA-256 of the file at `path`, in lower-case hex; reads it as a stream. */
export async function sha256OfFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path, { highWaterMark: CHUNK_BYTES }), hash);
  return hash.digest('hex');
}
