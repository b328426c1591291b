import type { StoredFile } from '../store/file-store.js';
import type { Json } from './plan.js';

/** What a finished step left. */
export interface StepResult {
  readonly files: { readonly [name: string]: StoredFile };
  readonly data: Json;
}

/** A local driver answers at once, a remote one later: callers await either. */
type Awaitable<T> = T | Promise<T>;

/** Results of finished steps by step key, as one user of them (a job, or a run without a queue)
 *  sees them: what it reads or writes isn't evicted while it goes on. */
export interface StepResults {
  get(key: string): Awaitable<StepResult | undefined>;
  put(key: string, result: StepResult): Awaitable<void>;
}
