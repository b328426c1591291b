import { Transform } from 'node:stream';
import { shownLink } from './check-link.js';
import { linkError } from './link-problem.js';

interface SizeBoundOptions {
  /** For the error's message. */
  link: string;
  maxBytes: number;
  /** What the server announced; NaN or 0 when it announced nothing. */
  totalBytes: number;
  onProgress?: (fraction: number) => void;
}

/** Passes bytes on, reports progress, and fails beyond `maxBytes` with `too-large`. */
export function sizeBound({ link, maxBytes, totalBytes, onProgress }: SizeBoundOptions): Transform {
  let received = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      received += chunk.length;
      if (received > maxBytes) return done(linkError('too-large', shownLink(link)));
      if (totalBytes > 0) onProgress?.(Math.min(1, received / totalBytes));
      done(null, chunk);
    },
  });
}
