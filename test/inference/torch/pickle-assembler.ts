import { writeZip } from '../../support/zip-writer.js';

/** Instructions of pickles by hand, for files that no honest program writes. */
export const op = {
  start: Buffer.of(0x80, 2),
  stop: Buffer.from('.'),
  mark: Buffer.from('('),
  dict: Buffer.from('}'),
  list: Buffer.from(']'),
  tuple: Buffer.from('t'),
  setItem: Buffer.from('s'),
  append: Buffer.from('a'),
  reduce: Buffer.from('R'),
  build: Buffer.from('b'),
  newObject: Buffer.of(0x81),
  persistent: Buffer.from('Q'),
  put: (index: number) => Buffer.of(0x71, index),
  get: (index: number) => Buffer.of(0x68, index),
  global: (module: string, name: string) => Buffer.from(`c${module}\n${name}\n`),
  text: (value: string) =>
    Buffer.concat([Buffer.from('X'), uint32(value.length), Buffer.from(value)]),
  integer: (value: number) => Buffer.concat([Buffer.from('J'), uint32(value)]),
  integers: (...values: number[]) =>
    Buffer.concat([op.mark, ...values.map((value) => op.integer(value)), op.tuple]),
};

export function pickle(...parts: readonly Buffer[]): Buffer {
  return Buffer.concat([op.start, ...parts, op.stop]);
}

/** A float32 tensor of `dims` and `strides` over the storage '0' of `length` numbers. */
export function tensor(dims: number[], strides: number[], length: number, offset = 0): Buffer {
  return Buffer.concat([
    op.global('torch._utils', '_rebuild_tensor_v2'),
    op.mark,
    ...[op.mark, op.text('storage'), op.global('torch', 'FloatStorage'), op.text('0')],
    ...[op.text('cpu'), op.integer(length), op.tuple, op.persistent],
    ...[op.integer(offset), op.integers(...dims), op.integers(...strides)],
    ...[Buffer.of(0x89), op.dict, op.tuple, op.reduce],
  ]);
}

/** A checkpoint of PyTorch with this pickle, and `storage` as its only one. */
export function checkpoint(data: Buffer, storage: Uint8Array = Buffer.alloc(16)): Buffer {
  return writeZip([
    { name: 'archive/data.pkl', content: data },
    { name: 'archive/byteorder', content: Buffer.from('little') },
    { name: 'archive/data/0', content: storage },
  ]);
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value >>> 0);
  return bytes;
}
