import type { Config } from '../config.js';
import type { RunOptions } from '../progress.js';

/** Plain data, as it travels between processes and into hashes. What steps return is declared with
 *  `type`: TypeScript takes no `interface` for a value of this. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** Where a step finds an input: an uploaded file (or other stored blob) by hash, a file that an
 *  earlier step made, or the data that an earlier step returned. A blob's `name` is what its file
 *  is called for the step (for messages and file types); results must not depend on it. A `passing`
 *  blob is let go of once the job is done. */
export type StepInput =
  | { blob: string; name?: string; passing?: true }
  | { step: string; file: string }
  | { step: string; data: true };

/** One step of a job, as data: it can be stored, hashed, and run in any process. */
export interface PlannedStep {
  /** Unique within the plan. */
  readonly id: string;
  /** Which function of the step registry runs it. */
  readonly kind: string;
  /** What the user reads while it runs: "Separating voice and music". */
  readonly title: string;
  /** Share of the whole job's time, any unit. */
  readonly weight: number;
  /** All settings that the result depends on, and no others. Includes versions of engines and
   *  hashes of models, so that a new engine never reuses an old one's results. */
  readonly settings: { [key: string]: Json };
  readonly inputs: { readonly [name: string]: StepInput };
  /** Whether it may run beside its neighbours in the plan that say so too: it uses one core and little
   *  memory. Where it takes the result of one, it waits for that one. */
  readonly isConcurrent?: true;
}

/** A job as a list of steps, in order. */
export interface Plan {
  readonly kind: string;
  /** What the steps with randomness have among their settings; for showing and repeating. */
  readonly seed: number;
  readonly steps: readonly PlannedStep[];
  /** Files that the user gets: result name → the step file that it is. */
  readonly results: { readonly [name: string]: { step: string; file: string } };
  /** The step whose data is the job's report. */
  readonly report: string;
}

/** What a step function is given. */
export interface StepContext extends RunOptions {
  readonly settings: { readonly [key: string]: Json };
  /** Absolute paths of the file inputs, by name; not to be written to. */
  readonly files: { readonly [name: string]: string };
  /** Data inputs, by name. */
  readonly data: { readonly [name: string]: Json };
  /** An empty folder of this run's own; every file left in it becomes a result of the step. */
  readonly outputDir: string;
  readonly config: Config;
}

/** The work of a step: a pure function of inputs and settings to the files in `outputDir`
 *  and the returned data. */
export type StepFunction = (context: StepContext) => Promise<Json>;
