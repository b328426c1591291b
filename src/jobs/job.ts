import type { ErrorRecord } from '../errors.js';
import type { StoredFile } from '../store/file-store.js';
import type { Json } from './plan.js';

/** Where a job stands; the last three are final. */
export type JobState = 'queued' | 'running' | 'done' | 'failed' | 'cancelled';

/** A job as users see it. Dates are ISO 8601 in UTC. */
export interface Job {
  readonly id: string;
  /** What was asked for: `cover`, `separation` … */
  readonly kind: string;
  /** For lists: "Song · voice". */
  readonly title: string;
  /** The request as it came in, for showing and repeating it. */
  readonly request: Json;
  readonly seed: number;
  readonly state: JobState;
  /** Title of the running step, or of the last one that ran; empty before the first. */
  readonly stage: string;
  /** Finished share of the whole job, 0…1. */
  readonly progress: number;
  /** Why it failed; present in state `failed` only. */
  readonly error?: ErrorRecord;
  /** Result files by name, to be read through the `FileStore`; empty until the job is done. */
  readonly files: { readonly [name: string]: StoredFile };
  /** The data of the plan's report step; present in state `done` only. */
  readonly report?: Json;
  /** Grows with every change of the job; the id of its newest event. */
  readonly eventId: number;
  readonly createdAt: string;
  readonly startedAt?: string;
  readonly finishedAt?: string;
}

/** A change of a job. Each event holds the whole job, so that the newest one replaces all before
 *  it: that is all that a reader who comes back needs to catch up. */
export interface JobEvent {
  readonly id: number;
  readonly type: 'progress' | 'done' | 'failed' | 'cancelled';
  readonly job: Job;
}

/** A file that a user brought. */
export interface Upload {
  readonly id: string;
  /** As the user named it; not to be used as a path. */
  readonly name: string;
  readonly sha256: string;
  readonly bytes: number;
  /** What probing found: duration, sample rate … */
  readonly info: Json;
  readonly createdAt: string;
}

/** Whether nothing more will happen to a job by itself. */
export function isFinal(state: JobState): boolean {
  return state === 'done' || state === 'failed' || state === 'cancelled';
}
