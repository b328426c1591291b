import type { ChildProcess } from 'node:child_process';
import { basename } from 'node:path';
import { CancelledError, fromErrorRecord, ModelError, throwIfCancelled } from '../errors.js';
import { forkModule } from '../process/fork-module.js';
import type { LoadRequest, SessionInfo, SessionReply, SessionRequest } from './session-messages.js';
import type { Tensors } from './tensor.js';

/** A child process that holds one model. Answers one request at a time; once it has ended, by
 *  itself or by `kill`, it is of no more use. */
export class SessionProcess {
  /** Memory that it held after its last reply, 0 before the first. */
  residentBytes = 0;
  /** Resolves once it has exited, or couldn't be started. */
  readonly ended: Promise<unknown>;
  readonly #child: ChildProcess;

  constructor(readonly path: string) {
    this.#child = forkModule(new URL('./session-child.js', import.meta.url));
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

  async load(request: Omit<LoadRequest, 'kind'>, signal?: AbortSignal): Promise<SessionInfo> {
    const reply = await this.#ask({ kind: 'load', ...request }, signal);
    if (reply.kind !== 'loaded') throw new Error(`a session process replied '${reply.kind}'`);
    return reply.info;
  }

  async run(feeds: Tensors, signal?: AbortSignal): Promise<Tensors> {
    const reply = await this.#ask({ kind: 'run', feeds }, signal);
    if (reply.kind !== 'outputs') throw new Error(`a session process replied '${reply.kind}'`);
    return reply.outputs;
  }

  /** In the middle of a run too; `ended` tells when it is gone. */
  kill(): void {
    this.#child.kill('SIGKILL');
  }

  /** @throws CancelledError when `signal` is aborted: the process is killed then
   *  @throws ModelError `inference-crashed` when the process ends without a reply */
  async #ask(request: SessionRequest, signal?: AbortSignal): Promise<SessionReply> {
    throwIfCancelled(signal);
    const kill = () => this.kill();
    signal?.addEventListener('abort', kill);
    try {
      const reply = await this.#exchange(request);
      this.residentBytes = reply.residentBytes;
      if (reply.kind === 'failed') throw fromErrorRecord(reply.error);
      return reply;
    } catch (error) {
      if (signal?.aborted) throw new CancelledError();
      throw error;
    } finally {
      signal?.removeEventListener('abort', kill);
    }
  }

  async #exchange(request: SessionRequest): Promise<SessionReply> {
    if (!this.isAlive) throw this.#crash();
    return new Promise((resolve, reject) => {
      const child = this.#child;
      const settle = (act: () => void) => {
        child.off('message', onMessage).off('exit', onExit).off('error', onError);
        act();
      };
      const onMessage = (reply: SessionReply) => settle(() => resolve(reply));
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
      `the process that ran model '${basename(this.path)}' ${how}`,
      { hint: 'It may have run out of memory: close other programs, or use shorter audio.', cause },
    );
  }
}
