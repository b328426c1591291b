import { basename } from 'node:path';
import { CancelledError, throwIfCancelled } from '../errors.js';
import type { ExecutionProvider } from './execution-provider.js';
import { expectedBytes, refuseOversized } from './memory-demand.js';
import type { ModelSource, SessionInfo } from './session-messages.js';
import { SessionProcess } from './session-process.js';

/** How much of the machine models may take. */
export interface PoolOptions {
  /** Session processes at once. */
  maxProcesses: number;
  /** Threads of each process. */
  threads: number;
  /** What all session processes together may take. */
  memoryBytes: number;
  /** What models run on, by preference. */
  providers: readonly ExecutionProvider[];
}

interface Slot {
  readonly process: SessionProcess;
  readonly model: ModelSource;
  /** Undefined until the model is loaded. */
  info?: SessionInfo;
  /** Memory that it is expected to take. */
  readonly expectedBytes: number;
  isBusy: boolean;
}

interface LoadedSlot extends Slot {
  info: SessionInfo;
}

interface Call {
  readonly model: ModelSource;
  /** Of the model's file. */
  readonly size: number;
  readonly signal?: AbortSignal;
}

interface Waiting extends Call {
  readonly resolve: (slot: Slot) => void;
  readonly reject: (error: Error) => void;
}

/** Hands out session processes, first come, first served. Those that nobody uses stay, with their
 *  models, until another model needs their place; the least recently used goes first. */
export class SessionPool {
  /** By last use, oldest first; a process keeps its place until it is gone. */
  #slots: Slot[] = [];
  readonly #queue: Waiting[] = [];
  #isClosed = false;

  constructor(readonly options: PoolOptions) {}

  /** Calls `task` with a process that holds the model and has nothing else to do. */
  async use<T>(call: Call, task: (slot: LoadedSlot) => Promise<T>): Promise<T> {
    const slot = await this.#acquire(call);
    try {
      return await task(await this.#loaded(slot, call.signal));
    } catch (error) {
      throw this.#isClosed ? new CancelledError() : error;
    } finally {
      this.#release(slot);
    }
  }

  processes() {
    return this.#slots.map(({ process, isBusy }) => {
      return { pid: process.pid, path: process.path, isBusy };
    });
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    for (const { reject } of this.#queue.splice(0)) reject(new CancelledError());
    for (const { process } of this.#slots) process.kill();
    await Promise.all(this.#slots.map(({ process }) => process.ended));
  }

  async #acquire(call: Call): Promise<Slot> {
    throwIfCancelled(call.signal);
    if (this.#isClosed) throw new CancelledError('the inference host is closed');
    refuseOversized(basename(call.model.path), expectedBytes(call.size), this.options.memoryBytes);
    let giveUp: (() => void) | undefined;
    try {
      return await new Promise<Slot>((resolve, reject) => {
        const waiting = { ...call, resolve, reject };
        giveUp = () => this.#giveUp(waiting);
        call.signal?.addEventListener('abort', giveUp);
        this.#queue.push(waiting);
        this.#serve();
      });
    } finally {
      if (giveUp) call.signal?.removeEventListener('abort', giveUp);
    }
  }

  #giveUp(waiting: Waiting): void {
    const place = this.#queue.indexOf(waiting);
    if (place < 0) return;
    this.#queue.splice(place, 1);
    waiting.reject(new CancelledError());
    this.#serve();
  }

  /** Serves the queue from its head, as far as there is room. */
  #serve(): void {
    for (;;) {
      const [head] = this.#queue;
      if (!head) return;
      const slot = this.#idleSlotFor(head.model) ?? this.#startIfRoom(head);
      if (!slot) return this.#makeRoom();
      slot.isBusy = true;
      this.#queue.shift();
      head.resolve(slot);
    }
  }

  #idleSlotFor(model: ModelSource): Slot | undefined {
    return this.#idleSlots().findLast((slot) => keyOf(slot.model) === keyOf(model));
  }

  #idleSlots(): Slot[] {
    return this.#slots.filter(({ isBusy, process }) => !isBusy && process.isAlive);
  }

  #startIfRoom({ model, size }: Call): Slot | undefined {
    const needed = expectedBytes(size);
    const takenBytes = this.#slots.reduce((sum, slot) => sum + bytesOf(slot), 0);
    if (this.#slots.length >= this.options.maxProcesses) return undefined;
    if (takenBytes + needed > this.options.memoryBytes) return undefined;
    const slot: Slot = {
      process: new SessionProcess(model.path),
      model,
      expectedBytes: needed,
      isBusy: true,
    };
    this.#slots.push(slot);
    void slot.process.ended.then(() => this.#forget(slot));
    return slot;
  }

  /** Ends the process that has been idle for longest, unless one is ending already. */
  #makeRoom(): void {
    const isEnding = this.#slots.some(({ process }) => !process.isAlive);
    if (!isEnding) this.#idleSlots().at(0)?.process.kill();
  }

  #forget(slot: Slot): void {
    this.#slots = this.#slots.filter((other) => other !== slot);
    this.#serve();
  }

  async #loaded(slot: Slot, signal?: AbortSignal): Promise<LoadedSlot> {
    const { path, part, sha256, build } = slot.model;
    const { providers, threads } = this.options;
    const request = { path, part, sha256, build, providers, threads };
    slot.info ??= await slot.process.load(request, signal);
    return slot as LoadedSlot;
  }

  #release(slot: Slot): void {
    if (!slot.info) slot.process.kill();
    slot.isBusy = false;
    // What is gone already was forgotten, and stays so.
    this.#slots.sort((a, b) => Number(a === slot) - Number(b === slot));
    this.#shrink();
    this.#serve();
  }

  /** Ends idle processes until all together take no more memory than they may. */
  #shrink(): void {
    const living = this.#slots.filter(({ process }) => process.isAlive);
    let takenBytes = living.reduce((sum, slot) => sum + bytesOf(slot), 0);
    for (const slot of this.#idleSlots()) {
      if (takenBytes <= this.options.memoryBytes) return;
      takenBytes -= bytesOf(slot);
      slot.process.kill();
    }
  }
}

/** The same for models that one session can stand for. */
function keyOf({ path, part, sha256, build }: ModelSource): string {
  return JSON.stringify([path, part, sha256, build]);
}

function bytesOf({ process, expectedBytes }: Slot): number {
  return Math.max(process.residentBytes, expectedBytes);
}
