import type { Config } from '../config.js';
import type { FileStore, StoredFile } from '../store/file-store.js';
import type { Json, Plan } from './plan.js';
import type { StepExecutor } from './step-executor.js';
import type { StepResults } from './step-results.js';

export interface PlanProgress {
  /** Title of the step that is running. */
  stage: string;
  /** Finished share of the whole plan, 0…1, never falling. */
  fraction: number;
}

export interface RunPlanOptions {
  files: FileStore;
  results: StepResults;
  execute: StepExecutor;
  config: Config;
  signal?: AbortSignal;
  onProgress?: (progress: PlanProgress) => void;
  /** Told the identity of each process that runs a step. */
  onProcess?: (identity: string) => void;
}

export interface PlanResult {
  /** The plan's result files; `path` is for reading and copying, not for writing or moving. */
  files: { [name: string]: StoredFile & { path: string } };
  report: Json;
  /** How each step went, in order. */
  steps: { id: string; reused: boolean; seconds: number }[];
}

export declare function runPlan(plan: Plan, options: RunPlanOptions): Promise<PlanResult>;
