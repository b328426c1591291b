import { writeFileSync } from 'node:fs';
import { constants, getPriority, setPriority } from 'node:os';
import { NotFoundError, toErrorRecord } from '../errors.js';
import type { Json, StepFunction } from '../jobs/plan.js';
import type { StepReply, StepRequest } from '../jobs/process-executor.js';
import { killGroup } from '../process/process-identity.js';
import { orDiskFull } from '../store/disk-full.js';

/** Main of the process that runs one step and then ends (see `jobs/process-executor.ts`). */

/** Of `/proc/self/oom_score_adj`, −1000…1000: short of memory, the system ends a step first. */
const OOM_SCORE = 500;

/** More often would only keep the server busy. */
const PROGRESS_INTERVAL_MS = 100;

interface StepRegistry {
  /** Loaders by kind of step, so that a step loads only what it needs. */
  stepFunctions: { readonly [kind: string]: () => Promise<StepFunction> };
}

// The server is gone: so must be this process and all that it started.
process.once('disconnect', endGroup);
process.once('message', (request: StepRequest) => void answer(request));

async function answer(request: StepRequest): Promise<void> {
  try {
    sendLast({ type: 'done', data: await run(request) });
  } catch (error) {
    console.error(error);
    sendLast({ type: 'failed', error: toErrorRecord(orDiskFull(error)) });
  }
}

async function run({ registry, niceness, task }: StepRequest): Promise<Json> {
  giveWay(niceness);
  const { stepFunctions } = (await import(registry)) as StepRegistry;
  const load = stepFunctions[task.kind];
  if (!load) throw new NotFoundError('no-such-step', `no step is called '${task.kind}'`);
  const step = await load();
  return step({ ...task, onProgress: throttledProgress() });
}

function throttledProgress(): (fraction: number) => void {
  let lastMs = -Infinity;
  return (fraction) => {
    const nowMs = performance.now();
    if (nowMs - lastMs < PROGRESS_INTERVAL_MS) return;
    lastMs = nowMs;
    send({ type: 'progress', fraction });
  };
}

function sendLast(reply: StepReply): void {
  send(reply, () => process.exit());
}

function send(reply: StepReply, whenSent: () => void = () => undefined): void {
  process.send?.(reply, undefined, undefined, whenSent);
}

function endGroup(): void {
  killGroup(process.pid);
  process.exit(1);
}

function giveWay(niceness: number): void {
  try {
    setPriority(Math.min(constants.priority.PRIORITY_LOW, getPriority() + niceness));
    writeFileSync('/proc/self/oom_score_adj', String(OOM_SCORE));
  } catch {
    // Not every system knows both.
  }
}
