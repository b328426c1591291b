import type { RunOptions } from '../progress.js';
import type { CheckedLink } from './check-link.js';

/** What a driver is given beside the link. */
export interface FetchOptions extends RunOptions {
  /** An existing folder that the driver may write to, and nobody else does. */
  dir: string;
  maxBytes: number;
  maxDurationSeconds: number;
}

/** A link's audio, as a file of ours. */
export interface FetchedLink {
  /** Absolute, within the folder that was given. */
  path: string;
  /** For display: one line, no control characters. */
  title: string;
  durationSeconds?: number;
  /** The normalised link that it came from. */
  source: string;
}

/** One way to get the audio behind a link. Leaves nothing but the result in `dir`.
 *  @throws InputError or ModelError with a code of `link-problem.ts`; CancelledError */
export interface LinkDriver {
  readonly id: string;
  fetch(link: CheckedLink, options: FetchOptions): Promise<FetchedLink>;
}
