import type { Config } from '../config.js';
import type { Plan } from '../jobs/plan.js';
import type { PlanProgress, PlanResult } from '../jobs/run-plan.js';
import type { StepExecutor } from '../jobs/step-executor.js';
import type { FileStore } from '../store/file-store.js';
import type { VoiceLibrary } from '../voices/voice-library.js';

/** The installation, as the commands use it; opened by `src/start`. */
export interface OpenedCanto {
  config: Config;
  data: { files: FileStore };
  voices: VoiceLibrary;
  execute: StepExecutor;
  run<T>(
    plan: Plan,
    options: { signal?: AbortSignal; onProgress?: (progress: PlanProgress) => void },
    use: (result: PlanResult) => Promise<T> | T,
  ): Promise<T>;
  close(): void;
}

/** What commands are given: the composition root decides what stands behind it. */
export interface CliContext {
  config: Config;
  open(config: Config): Promise<OpenedCanto>;
  /** Runs the server until `signal` is aborted. */
  serve(
    config: Config,
    options: { signal: AbortSignal; onReady: (url: string) => void },
  ): Promise<void>;
  /** Aborted by Ctrl-C. */
  signal: AbortSignal;
}

/** Options that every command has. */
export interface SharedOptions {
  json?: boolean;
  quiet?: boolean;
  data?: string;
}

/** The settings, with what the command line says instead. */
export function configFor({ config }: CliContext, { data }: SharedOptions): Config {
  return data === undefined ? config : { ...config, dataDir: data };
}
