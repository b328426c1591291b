import { availableParallelism } from 'node:os';
import type { Config } from '../config.js';
import { AppError, throwIfCancelled } from '../errors.js';
import { orDiskFull } from '../store/disk-full.js';
import type { FileStore, StoredFile } from '../store/file-store.js';
import type { Json, Plan, PlannedStep, StepInput } from './plan.js';
import { runStep, type StepInputs } from './run-step.js';
import type { StepExecutor } from './step-executor.js';
import { stepKey } from './step-key.js';
import type { StepResult, StepResults } from './step-results.js';

/** How far a plan has come. */
export interface PlanProgress {
  /** Title of the step that is running. */
  stage: string;
  /** Finished share of the whole plan, 0…1, never falling. */
  fraction: number;
}

/** What a plan runs with, and who is told of its course. */
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

/** What a finished plan leaves. */
export interface PlanResult {
  /** The plan's result files; `path` is for reading and copying, not for writing or moving. */
  files: { [name: string]: StoredFile & { path: string } };
  report: Json;
  /** How each step went, in order. */
  steps: { id: string; reused: boolean; seconds: number }[];
}

type Finished = ReadonlyMap<string, StepResult>;

/** Concurrent steps run on so many cores at most: each is a process of its own. */
export const MOST_AT_ONCE = Math.min(4, availableParallelism());

/** Runs the steps of `plan` one after the other, those that are concurrent side by side. A step whose
 *  result is known, from this or any earlier run with the same inputs and settings, isn't run again.
 *  @throws AppError of the step that failed first, `disk-full`, or CancelledError */
export async function runPlan(plan: Plan, options: RunPlanOptions): Promise<PlanResult> {
  const finished = new Map<string, StepResult>();
  const progress = new PlanProgressSum(plan, options.onProgress);
  const steps: PlanResult['steps'] = [];
  for (const batch of batchesOf(plan.steps)) {
    steps.push(...(await runBatch(batch, { finished, progress, options })));
  }
  return {
    files: await collectResults(plan, finished, options.files),
    report: resultOf(plan.report, finished).data,
    steps,
  };
}

/** Neighbours that are concurrent together, where none waits for another; all others alone. */
function batchesOf(steps: readonly PlannedStep[]): PlannedStep[][] {
  const batches: PlannedStep[][] = [];
  for (const step of steps) {
    const last = batches.at(-1);
    const isFree = last && !uses(step, last);
    if (step.isConcurrent && last?.[0].isConcurrent && isFree) last.push(step);
    else batches.push([step]);
  }
  return batches;
}

/** Whether `step` takes the result of one of `others`. */
function uses({ inputs }: PlannedStep, others: readonly PlannedStep[]): boolean {
  return Object.values(inputs).some(
    (input) => 'step' in input && others.some(({ id }) => id === input.step),
  );
}

interface BatchRun {
  finished: Map<string, StepResult>;
  progress: PlanProgressSum;
  options: RunPlanOptions;
}

/** Runs the steps of a batch; the first that fails ends the others.
 *  @returns how each went, in the order of `batch` */
async function runBatch(
  batch: readonly PlannedStep[],
  { finished, progress, options }: BatchRun,
): Promise<PlanResult['steps']> {
  const failure = new AbortController();
  const signal = options.signal
    ? AbortSignal.any([options.signal, failure.signal])
    : failure.signal;
  const went = new Map<string, PlanResult['steps'][number]>();
  const waiting = [...batch];
  let error: unknown;
  const work = async () => {
    for (let step = waiting.shift(); step && !failure.signal.aborted; step = waiting.shift()) {
      const started = performance.now();
      const onProgress = progress.of(step);
      const { result, reused } = await finishStep(step, finished, {
        ...options,
        signal,
        onProgress,
      });
      finished.set(step.id, result);
      onProgress(1);
      went.set(step.id, { id: step.id, reused, seconds: (performance.now() - started) / 1000 });
    }
  };
  const workers = Array.from({ length: Math.min(MOST_AT_ONCE, batch.length) }, () =>
    work().catch((cause: unknown) => {
      if (!failure.signal.aborted) error = cause;
      failure.abort();
    }),
  );
  await Promise.all(workers);
  if (failure.signal.aborted) throw error;
  return batch.map(({ id }) => went.get(id)!);
}

type FinishOptions = Omit<RunPlanOptions, 'onProgress'> & {
  onProgress: (fraction: number) => void;
};

async function finishStep(
  step: PlannedStep,
  finished: Finished,
  options: FinishOptions,
): Promise<{ result: StepResult; reused: boolean }> {
  throwIfCancelled(options.signal);
  options.onProgress(0);
  const inputs = resolveInputs(step, finished);
  const key = keyOf(step, inputs);
  const known = await options.results.get(key);
  if (known && (await isStored(known, options.files))) return { result: known, reused: true };
  try {
    const result = await runStep(step, inputs, options);
    await options.results.put(key, result);
    return { result, reused: false };
  } catch (error) {
    throw orDiskFull(error);
  }
}

/** Turns the progress of steps into the whole plan's, by their weights. */
class PlanProgressSum {
  readonly #fractions = new Map<string, number>();
  readonly #total: number;

  constructor(
    private readonly plan: Plan,
    private readonly onProgress: RunPlanOptions['onProgress'],
  ) {
    this.#total = totalWeight(plan.steps) || 1;
  }

  /** Who is told of the progress of `step`. */
  of(step: PlannedStep): (fraction: number) => void {
    return (fraction) => {
      this.#fractions.set(step.id, Math.max(fraction, this.#fractions.get(step.id) ?? 0));
      const done = this.plan.steps.reduce(
        (sum, { id, weight }) => sum + weight * (this.#fractions.get(id) ?? 0),
        0,
      );
      this.onProgress?.({ stage: step.title, fraction: done / this.#total });
    };
  }
}

function totalWeight(steps: readonly PlannedStep[]): number {
  return steps.reduce((sum, { weight }) => sum + weight, 0);
}

function resolveInputs(step: PlannedStep, finished: Finished): StepInputs {
  const inputs: StepInputs = { files: {}, data: {} };
  for (const [name, input] of Object.entries(step.inputs)) {
    if ('data' in input) inputs.data[name] = resultOf(input.step, finished).data;
    else inputs.files[name] = resolveFile(input, finished);
  }
  return inputs;
}

function resolveFile(
  input: Exclude<StepInput, { data: true }>,
  finished: Finished,
): StepInputs['files'][string] {
  if ('blob' in input) return { sha256: input.blob, name: input.name ?? 'file' };
  return { sha256: fileOf(input, finished).sha256, name: input.file };
}

function fileOf({ step, file }: { step: string; file: string }, finished: Finished): StoredFile {
  const stored = resultOf(step, finished).files[file];
  if (stored) return stored;
  throw new AppError('internal', 'bad-plan', `step '${step}' made no file '${file}'`);
}

function resultOf(step: string, finished: Finished): StepResult {
  const result = finished.get(step);
  if (result) return result;
  throw new AppError('internal', 'bad-plan', `step '${step}' is used before it has run`);
}

function keyOf({ kind, settings }: PlannedStep, { files, data }: StepInputs): string {
  const hashes = Object.entries(files).map(([name, { sha256 }]) => [name, sha256] as const);
  return stepKey({ kind, settings, files: Object.fromEntries(hashes), data });
}

async function isStored({ files }: StepResult, store: FileStore): Promise<boolean> {
  const found = await Promise.all(Object.values(files).map(({ sha256 }) => store.has(sha256)));
  return found.every(Boolean);
}

async function collectResults(
  { results }: Plan,
  finished: Finished,
  store: FileStore,
): Promise<PlanResult['files']> {
  const files: PlanResult['files'] = {};
  for (const [name, source] of Object.entries(results)) {
    const stored = fileOf(source, finished);
    files[name] = { ...stored, path: await store.pathOf(stored.sha256) };
  }
  return files;
}
