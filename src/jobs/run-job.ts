import type { Config } from '../config.js';
import { toErrorRecord } from '../errors.js';
import type { JobData } from './job-data.js';
import type { JobChanges } from './job-store.js';
import type { Json } from './plan.js';
import { throttleProgress } from './progress-throttle.js';
import { MOST_AT_ONCE, runPlan, type PlanResult } from './run-plan.js';
import type { StepExecutor } from './step-executor.js';

/** Why a running job is stopped; the reason of its abort signal. */
export type StopReason = 'cancel' | 'shutdown';

/** What a job runs with, and who is told of its course. */
export interface RunJobOptions {
  execute: StepExecutor;
  config: Config;
  signal: AbortSignal;
  onChange: (changes: JobChanges) => void;
  onError: (error: unknown) => void;
}

/** Runs a job of the data folder until it is done, has failed, or `signal` stops it.
 *  @returns what has then changed of it; never rejects */
export async function runJob(
  id: string,
  data: JobData,
  options: RunJobOptions,
): Promise<JobChanges> {
  const { execute, config, signal, onChange, onError } = options;
  const noteProgress = throttleProgress(({ stage, fraction }) =>
    onChange({ stage, progress: fraction }),
  );
  const processes: string[] = [];
  try {
    const result = await runPlan(data.jobs.planOf(id), {
      files: data.files,
      results: data.resultsFor(id),
      execute,
      config,
      signal,
      onProgress: (progress) => attempt(() => noteProgress(progress), onError),
      onProcess(process) {
        processes.push(process);
        attempt(() => data.jobs.setStepProcesses(id, processes.slice(-MOST_AT_ONCE)), onError);
      },
    });
    return doneChanges(result);
  } catch (error) {
    if (signal.aborted) return stoppedChanges(signal.reason as StopReason);
    onError(error);
    return { state: 'failed', error: toErrorRecord(error), finishedAt: now() };
  }
}

/** Does what must end neither the job nor the server when it fails, as writing on a full disk. */
export function attempt(action: () => void, onError: (error: unknown) => void): void {
  try {
    action();
  } catch (error) {
    onError(error);
  }
}

/** The present, as jobs hold it. */
export function now(): string {
  return new Date().toISOString();
}

function doneChanges({ files, report }: PlanResult): JobChanges {
  const results: NonNullable<JobChanges['files']> = {};
  for (const [name, { sha256, bytes }] of Object.entries(files)) results[name] = { sha256, bytes };
  const title = titleIn(report);
  const outcome = { state: 'done', progress: 1, files: results, report } as const;
  return { ...outcome, ...(title !== undefined && { title }), finishedAt: now() };
}

/** A report may know a better title than the request did: a link's, say. */
function titleIn(report: Json): string | undefined {
  if (report === null || typeof report !== 'object' || Array.isArray(report)) return undefined;
  return typeof report.title === 'string' ? report.title : undefined;
}

function stoppedChanges(reason: StopReason): JobChanges {
  if (reason === 'shutdown') return { state: 'queued' };
  return { state: 'cancelled', finishedAt: now() };
}
