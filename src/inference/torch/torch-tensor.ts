import { CheckpointProblem } from './checkpoint-problem.js';

/** Element types of storages that hold weights, by PyTorch's class of storage. */
const STORAGE_TYPES = {
  FloatStorage: { bytes: 4, read: (b: DataView, at: number) => b.getFloat32(at, true) },
  DoubleStorage: { bytes: 8, read: (b: DataView, at: number) => b.getFloat64(at, true) },
  HalfStorage: { bytes: 2, read: (b: DataView, at: number) => halfToFloat(b.getUint16(at, true)) },
  BFloat16Storage: { bytes: 2, read: (b: DataView, at: number) => bfloatToFloat(b, at) },
  LongStorage: { bytes: 8, read: (b: DataView, at: number) => Number(b.getBigInt64(at, true)) },
  IntStorage: { bytes: 4, read: (b: DataView, at: number) => b.getInt32(at, true) },
  ShortStorage: { bytes: 2, read: (b: DataView, at: number) => b.getInt16(at, true) },
  CharStorage: { bytes: 1, read: (b: DataView, at: number) => b.getInt8(at) },
  ByteStorage: { bytes: 1, read: (b: DataView, at: number) => b.getUint8(at) },
  BoolStorage: { bytes: 1, read: (b: DataView, at: number) => b.getUint8(at) },
} as const;

type StorageType = keyof typeof STORAGE_TYPES;

const MAX_DIMENSIONS = 8;

/** Numbers that tensors are views of. */
export class TorchStorage {
  /** Legacy files bring it after the pickle. */
  data?: Uint8Array;

  constructor(
    readonly type: StorageType,
    readonly key: string,
    /** Elements. */
    readonly length: number,
  ) {}

  get byteLength(): number {
    return this.length * STORAGE_TYPES[this.type].bytes;
  }

  /** @throws CheckpointProblem when there is less than was claimed */
  fill(data: Uint8Array): void {
    if (data.length < this.byteLength) {
      const claim = `${this.byteLength} bytes, ${data.length} are there`;
      throw new CheckpointProblem(`storage '${this.key}' should have ${claim}`);
    }
    this.data = data;
  }
}

/** A tensor of a checkpoint: a checked view of a storage, turned into numbers on demand. */
export class TorchTensor {
  /** Elements. */
  readonly length: number;

  /** @throws CheckpointProblem unless it lies within its storage and has no more elements */
  constructor(
    readonly storage: TorchStorage,
    readonly offset: number,
    readonly dims: readonly number[],
    readonly strides: readonly number[],
  ) {
    const isWellFormed =
      dims.length === strides.length &&
      dims.length <= MAX_DIMENSIONS &&
      [offset, ...dims, ...strides].every((value) => Number.isSafeInteger(value) && value >= 0);
    if (!isWellFormed) throw new CheckpointProblem('it holds a tensor of no possible shape');
    this.length = dims.reduce((product, size) => product * size, 1);
    const last = dims.reduce((at, size, i) => at + (size - 1) * strides[i], offset);
    const isWithin = this.length === 0 || last < storage.length;
    if (!isWithin || this.length > storage.length) {
      throw new CheckpointProblem(
        `it holds a tensor of [${dims.join(', ')}] over ${storage.length} numbers`,
      );
    }
  }

  /** The elements in row-major order. */
  toFloat32(): Float32Array {
    const { data, type } = this.storage;
    if (!data) throw new CheckpointProblem(`storage '${this.storage.key}' is missing`);
    const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
    const { bytes, read } = STORAGE_TYPES[type];
    const values = new Float32Array(this.length);
    if (this.#isContiguous()) {
      for (let i = 0; i < values.length; i++) values[i] = read(view, (this.offset + i) * bytes);
      return values;
    }
    for (let i = 0; i < values.length; i++) values[i] = read(view, this.#placeOf(i) * bytes);
    return values;
  }

  #isContiguous(): boolean {
    let expected = 1;
    for (let d = this.dims.length - 1; d >= 0; d--) {
      if (this.dims[d] !== 1 && this.strides[d] !== expected) return false;
      expected *= this.dims[d];
    }
    return true;
  }

  /** Where in the storage the element lies that is `index`-th in row-major order. */
  #placeOf(index: number): number {
    let place = this.offset;
    for (let d = this.dims.length - 1; d >= 0; d--) {
      place += (index % this.dims[d]) * this.strides[d];
      index = Math.floor(index / this.dims[d]);
    }
    return place;
  }
}

/** Whether `name` is a class of storage whose numbers can be read. */
export function isStorageType(name: string): name is StorageType {
  return Object.hasOwn(STORAGE_TYPES, name);
}

/** Values of all 16-bit floats (IEEE 754 binary16). */
const HALVES = Float32Array.from({ length: 65_536 }, (_, bits) => {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction ? NaN : sign * Infinity;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
});

function halfToFloat(bits: number): number {
  return HALVES[bits];
}

/** A bfloat16 is the upper half of a float32. */
const scratch = new DataView(new ArrayBuffer(4));

function bfloatToFloat(view: DataView, at: number): number {
  scratch.setUint16(0, view.getUint16(at, true));
  return scratch.getFloat32(0);
}
