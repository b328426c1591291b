import { CheckpointProblem } from './checkpoint-problem.js';
import { InertObject, PickleGlobal } from './pickle-values.js';

/** What a pickle may mention, and what comes of it. */
export interface PickleTable {
  /** By full name, what calling it with these arguments gives: plain data, nothing is run. */
  readonly calls: ReadonlyMap<string, (args: readonly unknown[]) => unknown>;
  /** Whether a name may be mentioned that isn't in `calls`; calling it gives an inert object. */
  mayMention(global: PickleGlobal): boolean;
  /** The object behind a persistent id: a storage. */
  persistent(id: unknown): unknown;
}

interface Unpickled {
  /** Dictionaries are Maps, lists and tuples arrays, long integers bigint only where needed. */
  readonly value: unknown;
  /** Where the pickle ends. */
  readonly end: number;
}

/** Far beyond the pickles of real checkpoints (10,000 steps for 700 tensors). */
const MAX_STEPS = 4_000_000;
const MAX_STACK = 100_000;
const MAX_LONG_BYTES = 64;

/** Reads the pickle (protocols 2 to 5) at `start` of `bytes` into inert values. Names lead nowhere
 *  but into `table`; steps, stack and every length are bounded.
 *  @throws CheckpointProblem, RangeError when it is cut short */
export function unpickle(bytes: Uint8Array, start: number, table: PickleTable): Unpickled {
  return new PickleMachine(bytes, start, table).run();
}

class PickleMachine {
  readonly #buffer: Buffer;
  readonly #memo = new Map<number, unknown>();
  #stack: unknown[] = [];
  /** Stacks that marks have set aside. */
  readonly #marks: unknown[][] = [];
  #at: number;
  #isDone = false;

  constructor(
    bytes: Uint8Array,
    start: number,
    readonly table: PickleTable,
  ) {
    this.#buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#at = start;
  }

  run(): Unpickled {
    for (let steps = 0; !this.#isDone; steps++) {
      if (steps > MAX_STEPS) throw new CheckpointProblem('its pickle has no end');
      if (this.#stack.length + this.#marks.length > MAX_STACK) {
        throw new CheckpointProblem('its pickle is nested without end');
      }
      const code = this.#uint(1);
      const step = STEPS.get(code);
      if (!step) throw new CheckpointProblem(`its pickle holds the unknown instruction ${code}`);
      step(this);
    }
    return { value: this.pop(), end: this.#at };
  }

  stop(): void {
    this.#isDone = true;
  }

  push(value: unknown): void {
    this.#stack.push(value);
  }

  pop(): unknown {
    if (this.#stack.length === 0) throw new CheckpointProblem('its pickle takes what it never put');
    return this.#stack.pop();
  }

  top(): unknown {
    const value = this.pop();
    this.push(value);
    return value;
  }

  mark(): void {
    this.#marks.push(this.#stack);
    this.#stack = [];
  }

  /** What was put since the last mark. */
  popMark(): unknown[] {
    const items = this.#stack;
    const below = this.#marks.pop();
    if (!below) throw new CheckpointProblem('its pickle takes what it never put');
    this.#stack = below;
    return items;
  }

  /** Items put one by one, the last on top. */
  popItems(count: number): unknown[] {
    return Array.from({ length: count }, () => this.pop()).reverse();
  }

  remember(index: number): void {
    this.#memo.set(index, this.top());
  }

  rememberNext(): void {
    this.remember(this.#memo.size);
  }

  recall(index: number): void {
    if (!this.#memo.has(index)) throw new CheckpointProblem('its pickle recalls what it never put');
    this.push(this.#memo.get(index));
  }

  uint(size: 1 | 2 | 4): number {
    return this.#uint(size);
  }

  uint64(): number {
    const value = Number(this.#buffer.readBigUInt64LE(this.#at));
    this.#at += 8;
    return value;
  }

  int32(): number {
    this.#at += 4;
    return this.#buffer.readInt32LE(this.#at - 4);
  }

  double(): number {
    this.#at += 8;
    return this.#buffer.readDoubleBE(this.#at - 8);
  }

  /** A two's complement of any length; a number where it fits. */
  long(size: number): number | bigint {
    if (size > MAX_LONG_BYTES) throw new CheckpointProblem(`it holds a number of ${size} bytes`);
    const hex = Buffer.from(this.take(size)).reverse().toString('hex');
    const value = BigInt.asIntN(8 * size, size > 0 ? BigInt(`0x${hex}`) : 0n);
    return Number.isSafeInteger(Number(value)) ? Number(value) : value;
  }

  text(size: number): string {
    return this.take(size).toString('utf8');
  }

  take(size: number): Buffer {
    if (size > this.#buffer.length - this.#at) throw new RangeError('a value is cut short');
    this.#at += size;
    return this.#buffer.subarray(this.#at - size, this.#at);
  }

  line(): string {
    const end = this.#buffer.indexOf(10, this.#at);
    if (end < 0) throw new RangeError('a line is cut short');
    const line = this.text(end - this.#at);
    this.#at++;
    return line;
  }

  mention(module: unknown, name: unknown): void {
    const global = new PickleGlobal(String(module), String(name));
    const isKnown = this.table.calls.has(global.fullName) || this.table.mayMention(global);
    if (!isKnown) throw new CheckpointProblem(`it asks for Python's '${global.fullName}'`, true);
    this.push(global);
  }

  call(): void {
    const args = this.pop();
    const callee = this.pop();
    if (!(callee instanceof PickleGlobal) || !Array.isArray(args)) {
      throw new CheckpointProblem('its pickle calls what is no function', true);
    }
    const act = this.table.calls.get(callee.fullName);
    this.push(act ? act(args as unknown[]) : new InertObject(callee));
  }

  /** Gives the object on top a state. Attributes of dictionaries and inert objects don't matter. */
  build(): void {
    this.pop();
    const target = this.top();
    if (target instanceof Map || target instanceof InertObject) return;
    throw new CheckpointProblem('its pickle gives a state to what has none', true);
  }

  append(items: readonly unknown[]): void {
    const list = this.top();
    if (list instanceof InertObject) return;
    if (!Array.isArray(list)) throw new CheckpointProblem('its pickle appends to what is no list');
    for (const item of items) list.push(item);
  }

  add(items: readonly unknown[]): void {
    const set = this.top();
    if (!(set instanceof Set)) throw new CheckpointProblem('its pickle adds to what is no set');
    for (const item of items) set.add(item);
  }

  /** @param items keys and values in turn */
  setItems(items: readonly unknown[]): void {
    const map = this.top();
    if (map instanceof InertObject) return;
    if (!(map instanceof Map) || items.length % 2 !== 0) {
      throw new CheckpointProblem('its pickle sets entries of what is no dictionary');
    }
    fill(map, items);
  }

  persistent(): void {
    this.push(this.table.persistent(this.pop()));
  }

  #uint(size: 1 | 2 | 4): number {
    this.#at += size;
    return this.#buffer.readUIntLE(this.#at - size, size);
  }
}

function fill(map: Map<unknown, unknown>, items: readonly unknown[]): Map<unknown, unknown> {
  for (let i = 0; i + 1 < items.length; i += 2) map.set(items[i], items[i + 1]);
  return map;
}

type Step = (machine: PickleMachine) => void;

/** Instructions by code, as Python's pickletools names them. Those of text protocols (0 and 1), of
 *  extension registries and of out-of-band buffers aren't written by PyTorch, and not known here. */
const STEPS: ReadonlyMap<number, Step> = new Map<number, Step>([
  [0x80, (m) => void m.uint(1)], // PROTO
  [0x95, (m) => void m.uint64()], // FRAME
  [0x2e, (m) => m.stop()], // STOP
  [0x28, (m) => m.mark()], // MARK
  [0x30, (m) => void m.pop()], // POP
  [0x31, (m) => void m.popMark()], // POP_MARK
  [0x32, (m) => m.push(m.top())], // DUP
  [0x4e, (m) => m.push(null)], // NONE
  [0x88, (m) => m.push(true)], // NEWTRUE
  [0x89, (m) => m.push(false)], // NEWFALSE
  [0x4a, (m) => m.push(m.int32())], // BININT
  [0x4b, (m) => m.push(m.uint(1))], // BININT1
  [0x4d, (m) => m.push(m.uint(2))], // BININT2
  [0x8a, (m) => m.push(m.long(m.uint(1)))], // LONG1
  [0x8b, (m) => m.push(m.long(m.uint(4)))], // LONG4
  [0x47, (m) => m.push(m.double())], // BINFLOAT
  [0x58, (m) => m.push(m.text(m.uint(4)))], // BINUNICODE
  [0x8c, (m) => m.push(m.text(m.uint(1)))], // SHORT_BINUNICODE
  [0x8d, (m) => m.push(m.text(m.uint64()))], // BINUNICODE8
  [0x54, (m) => m.push(m.text(m.uint(4)))], // BINSTRING
  [0x55, (m) => m.push(m.text(m.uint(1)))], // SHORT_BINSTRING
  [0x42, (m) => m.push(m.take(m.uint(4)))], // BINBYTES
  [0x43, (m) => m.push(m.take(m.uint(1)))], // SHORT_BINBYTES
  [0x8e, (m) => m.push(m.take(m.uint64()))], // BINBYTES8
  [0x96, (m) => m.push(m.take(m.uint64()))], // BYTEARRAY8
  [0x7d, (m) => m.push(new Map())], // EMPTY_DICT
  [0x5d, (m) => m.push([])], // EMPTY_LIST
  [0x29, (m) => m.push([])], // EMPTY_TUPLE
  [0x8f, (m) => m.push(new Set())], // EMPTY_SET
  [0x64, (m) => m.push(fill(new Map(), m.popMark()))], // DICT
  [0x6c, (m) => m.push(m.popMark())], // LIST
  [0x74, (m) => m.push(m.popMark())], // TUPLE
  [0x91, (m) => m.push(new Set(m.popMark()))], // FROZENSET
  [0x85, (m) => m.push(m.popItems(1))], // TUPLE1
  [0x86, (m) => m.push(m.popItems(2))], // TUPLE2
  [0x87, (m) => m.push(m.popItems(3))], // TUPLE3
  [0x61, (m) => m.append(m.popItems(1))], // APPEND
  [0x65, (m) => m.append(m.popMark())], // APPENDS
  [0x73, (m) => m.setItems(m.popItems(2))], // SETITEM
  [0x75, (m) => m.setItems(m.popMark())], // SETITEMS
  [0x90, (m) => m.add(m.popMark())], // ADDITEMS
  [0x71, (m) => m.remember(m.uint(1))], // BINPUT
  [0x72, (m) => m.remember(m.uint(4))], // LONG_BINPUT
  [0x94, (m) => m.rememberNext()], // MEMOIZE
  [0x68, (m) => m.recall(m.uint(1))], // BINGET
  [0x6a, (m) => m.recall(m.uint(4))], // LONG_BINGET
  [0x63, (m) => m.mention(m.line(), m.line())], // GLOBAL
  [0x93, (m) => m.mention(...(m.popItems(2) as [unknown, unknown]))], // STACK_GLOBAL
  [0x52, (m) => m.call()], // REDUCE
  [0x81, (m) => m.call()], // NEWOBJ
  [0x62, (m) => m.build()], // BUILD
  [0x51, (m) => m.persistent()], // BINPERSID
]);
