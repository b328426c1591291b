import type { ChildProcess } from 'node:child_process';
import {
  CancelledError,
  fromErrorRecord,
  ModelError,
  throwIfCancelled,
  type ErrorRecord,
} from '../errors.js';
import { forkModule } from '../process/fork-module.js';
import type { RunOptions } from '../progress.js';

/** What comes back from a process that `serveRequests`: progress as often as it likes, then one
 *  answer or failure, with the memory that it then holds. */
export type ProcessReply<Answer> = { fraction: number } | FinalReply<Answer>;

type FinalReply<Answer> = { residentBytes: number } & ({ answer: Answer } | { error: ErrorRecord });

/** A child process that runs models. Answers one request at a time; once it has ended, by
 *  itself or by `kill`, it is of no more use. */
export class RequestProcess<Request extends object, Answer extends { kind: string }> {
  /** Memory that it held after its last answer, 0 before the first. */
  residentBytes = 0;
  /** Resolves once it has exited, or couldn't be started. */
  readonly ended: Promise<unknown>;
  readonly #child: ChildProcess;

  /** @param module URL of a module that calls `serveRequests`
   *  @param model what it runs, as messages name it */
  constructor(
    module: URL,
    readonly model: string,
  ) {
    this.#child = forkModule(module);
    this.ended = new Promise((resolve) => this.#child.once('exit', resolve).once('error', resolve));
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** False from the moment on that it is killed or ends. */
  get isAlive(): boolean {
    const { killed, connected, exitCode, signalCode } = this.#child;
    return connected && !killed && exitCode === null && signalCode === null;
  }

  /** In the middle of a run too; `ended` tells when it is gone. */
  kill(): void {
    this.#child.kill('SIGKILL');
  }

  /** The answer to `request`.
   *  @param kind of the answer that it must be
   *  @throws CancelledError when `signal` is aborted: the process is killed then
   *  @throws ModelError `inference-crashed` when the process ends without an answer; what it threw */
  async ask<Kind extends Answer['kind']>(
    request: Request,
    kind: Kind,
    { signal, onProgress }: RunOptions = {},
  ): Promise<Extract<Answer, { kind: Kind }>> {
    throwIfCancelled(signal);
    const kill = () => this.kill();
    signal?.addEventListener('abort', kill);
    try {
      const reply = await this.#exchange(request, onProgress);
      this.residentBytes = reply.residentBytes;
      if ('error' in reply) throw fromErrorRecord(reply.error);
      return ofKind(reply.answer, kind);
    } catch (error) {
      if (signal?.aborted) throw new CancelledError();
      throw error;
    } finally {
      signal?.removeEventListener('abort', kill);
    }
  }

  async #exchange(request: Request, onProgress: RunOptions['onProgress']) {
    if (!this.isAlive) throw this.#crash();
    return new Promise<FinalReply<Answer>>((resolve, reject) => {
      const child = this.#child;
      const settle = (act: () => void) => {
        child.off('message', onMessage).off('exit', onExit).off('error', onError);
        act();
      };
      const onMessage = (reply: ProcessReply<Answer>) => {
        if ('fraction' in reply) onProgress?.(reply.fraction);
        else settle(() => resolve(reply));
      };
      const onExit = () => settle(() => reject(this.#crash()));
      const onError = (cause: Error) => settle(() => reject(this.#crash(cause)));
      child.on('message', onMessage).on('exit', onExit).on('error', onError);
      // A message that can't be delivered is reported by the exit, which says more.
      child.send(request, () => undefined);
    });
  }

  #crash(cause?: unknown): ModelError {
    const { signalCode, exitCode } = this.#child;
    const how = signalCode ? `was ended by ${signalCode}` : `ended with exit code ${exitCode}`;
    return new ModelError(
      'inference-crashed',
      `the process that ran model '${this.model}' ${how}`,
      { hint: 'It may have run out of memory: close other programs, or use shorter audio.', cause },
    );
  }
}

function ofKind<Answer extends { kind: string }, Kind extends Answer['kind']>(
  answer: Answer,
  kind: Kind,
): Extract<Answer, { kind: Kind }> {
  if (answer.kind === kind) return answer as Extract<Answer, { kind: Kind }>;
  throw new Error(`a model's process answered '${answer.kind}' where '${kind}' was asked for`);
}
