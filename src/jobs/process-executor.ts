import type { ChildProcess } from 'node:child_process';
import { AppError, CancelledError, fromErrorRecord, type ErrorRecord } from '../errors.js';
import { forkModule } from '../process/fork-module.js';
import { killGroup, processIdentity } from '../process/process-identity.js';
import type { Json } from './plan.js';
import type { ExecuteOptions, StepExecutor, StepTask } from './step-executor.js';

/** What the parent sends, once. */
export interface StepRequest {
  /** URL of the module that exports `stepFunctions`. */
  registry: string;
  niceness: number;
  task: StepTask;
}

/** What the child answers: progress any number of times, then one of the others. */
export type StepReply =
  | { type: 'progress'; fraction: number }
  | { type: 'done'; data: Json }
  | { type: 'failed'; error: ErrorRecord };

interface ProcessExecutorOptions {
  /** Main module of the child process: `start/step-child.js`. */
  child: URL;
  /** Module that exports `stepFunctions`. */
  registry: URL;
  /** What the steps yield to other processes, 0 (nothing) … 19: a server wants to answer quickly. */
  niceness?: number;
  /** A step that takes longer is taken for hanging. */
  timeLimitSeconds?: number;
}

/** Far beyond the longest step of the longest allowed song on a slow machine. */
const TIME_LIMIT_SECONDS = 2 * 3600;

/** The end of a crashed child's stderr that goes into the log. */
const STDERR_TAIL_BYTES = 4096;

/** Whatever left the child's process group could hold its stderr open for ever. */
const STDERR_PATIENCE_MS = 1000;

/** An executor that runs each step in a process of its own, which leads a process group: ending a
 *  step is a SIGKILL to that group, at any moment. A crash fails the step and nothing else. */
export function createProcessExecutor(options: ProcessExecutorOptions): StepExecutor {
  const { child: url, registry, niceness = 0, timeLimitSeconds = TIME_LIMIT_SECONDS } = options;
  return async (task, execution) => {
    const child = forkModule(url, { detached: true, stderr: 'pipe' });
    const run = new StepRun(child, task, execution);
    const timer = setTimeout(
      () => run.stop(timeOut(task, timeLimitSeconds)),
      timeLimitSeconds * 1e3,
    );
    const cancel = () => run.stop(new CancelledError());
    execution.signal?.addEventListener('abort', cancel);
    if (execution.signal?.aborted) cancel();
    try {
      return await run.finish({ registry: registry.href, niceness, task });
    } finally {
      clearTimeout(timer);
      execution.signal?.removeEventListener('abort', cancel);
    }
  };
}

/** One child at work on one step. */
class StepRun {
  private stderrTail = '';
  private outcome?: { data: Json } | { record: ErrorRecord } | { error: AppError };

  constructor(
    private readonly child: ChildProcess,
    private readonly task: StepTask,
    private readonly execution: ExecuteOptions,
  ) {
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.stderrTail = (this.stderrTail + text).slice(-STDERR_TAIL_BYTES);
    });
    child.on('message', (reply: StepReply) => this.hear(reply));
  }

  /** Kills the step; `finish` then rejects with `error`. */
  stop(error: AppError): void {
    this.outcome ??= { error };
    if (this.child.pid !== undefined) killGroup(this.child.pid);
  }

  /** Sends the request and waits until the child is gone. */
  async finish(request: StepRequest): Promise<Json> {
    const { pid } = this.child;
    const identity = pid === undefined ? undefined : processIdentity(pid);
    if (identity) this.execution.onProcess?.(identity);
    // An error here means that the child is dying: its exit says more.
    this.child.send(request, () => undefined);
    const exit = await waitForExit(this.child);
    const outcome = this.outcome ?? { error: this.crash(exit) };
    if ('error' in outcome) throw outcome.error;
    if ('record' in outcome) throw this.toError(outcome.record);
    return outcome.data;
  }

  private hear(reply: StepReply): void {
    if (reply.type === 'progress') this.execution.onProgress?.(reply.fraction);
    else if (reply.type === 'done') this.outcome ??= { data: reply.data };
    else this.outcome ??= { record: reply.error };
  }

  private toError(record: ErrorRecord): AppError {
    const { kind, code, message, hint, details } = record;
    if (kind !== 'internal') return fromErrorRecord(record);
    return new AppError(kind, code, message, { hint, details, cause: this.lastWords() });
  }

  private crash(exit: string): AppError {
    const { title, kind } = this.task;
    const message = `the step '${title}' ended unexpectedly (${exit})`;
    const hint =
      exit === 'SIGKILL' ? 'The machine may be short of memory; retry.' : 'Retry the job.';
    const details = { step: kind, exit };
    return new AppError('internal', 'step-crashed', message, {
      hint,
      details,
      cause: this.lastWords(),
    });
  }

  /** For the log alone: a cause, unlike details, is neither stored nor shown to users. */
  private lastWords(): Error | undefined {
    if (!this.stderrTail) return undefined;
    return new Error(`stderr of step '${this.task.kind}': ${this.stderrTail}`);
  }
}

/** Waits for the child's end, and for the end of its stderr, since the cause of a crash comes last
 *  there. What the child leaves of its group is ended.
 *  @returns a signal's name, an exit code, or why it never started */
function waitForExit(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.on('error', (error) => child.pid === undefined && resolve(error.message));
    child.once('exit', (code, signal) => {
      if (child.pid !== undefined) killGroup(child.pid);
      const exit = signal ?? `exit code ${code}`;
      child.once('close', () => resolve(exit));
      setTimeout(() => resolve(exit), STDERR_PATIENCE_MS).unref();
    });
  });
}

function timeOut({ title, kind }: StepTask, seconds: number): AppError {
  return new AppError('internal', 'step-too-slow', `the step '${title}' took over ${seconds} s`, {
    hint: 'Retry the job with a shorter file, or when the machine is less busy.',
    details: { step: kind },
  });
}
