import type { Config } from '../config.js';
import type { RunOptions } from '../progress.js';
import type { Json } from './plan.js';

/** One run of a step, as data that can travel to another process: a `StepContext` without its
 *  functions, and the kind of the step. */
export interface StepTask {
  kind: string;
  title: string;
  settings: { readonly [key: string]: Json };
  files: { readonly [name: string]: string };
  data: { readonly [name: string]: Json };
  outputDir: string;
  config: Config;
}

/** Who is told of the course of a step. */
export interface ExecuteOptions extends RunOptions {
  /** Told the identity of the process that runs the step, as soon as there is one. */
  onProcess?: (identity: string) => void;
}

/** Runs a step function on a task, wherever; resolves to the step's data once nothing of the run
 *  is alive any more, and rejects with an AppError. */
export type StepExecutor = (task: StepTask, options: ExecuteOptions) => Promise<Json>;
