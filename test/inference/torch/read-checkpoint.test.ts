import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readCheckpoint } from '../../../src/inference/torch/read-checkpoint.js';
import type { TorchTensor } from '../../../src/inference/torch/torch-tensor.js';
import { Weights, tensorsOf } from '../../../src/inference/torch/weights.js';
import { vectorPath } from '../../voices/rvc/vectors.js';
import { checkpoint, op, pickle, tensor } from './pickle-assembler.js';

function read(bytes: Uint8Array, allowInert = false): unknown {
  return readCheckpoint(bytes, { name: 'voice.pth', allowInert });
}

describe('checkpoints of PyTorch', () => {
  it('hold the same numbers in the zip and the legacy format', () => {
    const [zip, legacy] = ['v1_32k_nof0.pth', 'v1_32k_nof0.legacy.pth'].map((name) =>
      tensorsOf((read(readFileSync(vectorPath(name))) as Map<string, unknown>).get('weight')),
    );
    expect([...legacy.keys()]).toEqual([...zip.keys()]);
    for (const [name, { dims }] of zip) {
      expect(legacy.get(name)!.dims).toEqual(dims);
      expect(legacy.get(name)!.toFloat32()).toEqual(zip.get(name)!.toFloat32());
    }
  });

  it('are read in any order of their dimensions', () => {
    const storage = new Uint8Array(Float32Array.of(1, 2, 3, 4, 5, 6).buffer);
    const value = read(checkpoint(pickle(tensor([3, 2], [1, 3], 6)), storage)) as TorchTensor;
    expect([...value.toFloat32()]).toEqual([1, 4, 2, 5, 3, 6]);
  });

  it('keep keys that mean something in JavaScript as plain keys', () => {
    const file = pickle(op.dict, op.text('__proto__'), op.text('x'), op.setItem);
    expect(read(checkpoint(file))).toEqual(new Map([['__proto__', 'x']]));
    expect(({} as Record<string, unknown>).x).toBeUndefined();
  });

  it('normalise weights along any dimension', () => {
    const storage = new Uint8Array(Float32Array.of(3, 0, 4, 2, 10, 6).buffer);
    const at = (dims: number[], strides: number[], offset: number) =>
      read(checkpoint(pickle(tensor(dims, strides, 6, offset)), storage)) as TorchTensor;
    const weights = new Weights(
      new Map([
        ['weight_v', at([2, 1, 2], [2, 2, 1], 0)],
        ['weight_g', at([1, 1, 2], [2, 2, 1], 4)],
      ]),
    );
    expect([...weights.normalised(2).data]).toEqual([6, 0, 8, 6]);
  });
});

const run = (module: string, name: string) =>
  pickle(op.global(module, name), op.mark, op.text('touch /tmp/evil'), op.tuple, op.reduce);

/** Files that must be refused, and why. */
const EVIL: [string, Buffer, RegExp][] = [
  ['os.system', checkpoint(run('os', 'system')), /Python's 'os.system'/],
  ['posix.system', checkpoint(run('posix', 'system')), /'posix.system'/],
  ['eval', checkpoint(run('builtins', 'eval')), /'builtins.eval'/],
  ['getattr', checkpoint(run('__builtin__', 'getattr')), /getattr/],
  ['a loader within', checkpoint(run('torch.storage', '_load_from_bytes')), /_load_from_bytes/],
  ['the name of a method of objects', checkpoint(run('torch', 'constructor')), /constructor/],
  [
    'a state for a tensor',
    checkpoint(pickle(tensor([2], [1], 4), op.dict, op.build)),
    /gives a state/,
  ],
  [
    'a call of what is no function',
    checkpoint(pickle(op.text('x'), op.mark, op.tuple, op.reduce)),
    /no function/,
  ],
  [
    'an expansion bomb',
    checkpoint(pickle(tensor([1 << 30, 1 << 30], [0, 0], 4))),
    /over 4 numbers/,
  ],
  [
    'many views of one storage',
    checkpoint(
      pickle(
        op.list,
        ...Array<Buffer>(500).fill(Buffer.concat([tensor([4000], [1], 4000), op.append])),
      ),
      Buffer.alloc(16_000),
    ),
    /far more memory/,
  ],
  ['a tensor beyond its storage', checkpoint(pickle(tensor([4], [1], 4, 1))), /over 4 numbers/],
  ['negative strides', checkpoint(pickle(tensor([2], [-1], 4, 3))), /no possible shape/],
  ['a huge storage', checkpoint(pickle(tensor([2], [1], 0x7fffffff))), /16 are there/],
  ['nesting without end', checkpoint(pickle(Buffer.alloc(300_000, ']'))), /nested without end/],
  ['marks without end', checkpoint(pickle(Buffer.alloc(300_000, '('))), /nested without end/],
  ['steps without end', checkpoint(pickle(Buffer.alloc(5_000_000, 'N0'))), /no end/],
  ['a huge text', checkpoint(pickle(Buffer.from('X\xff\xff\xff\x7f', 'latin1'))), /cut short/],
  ['a huge number', checkpoint(pickle(Buffer.from('\x8b\xff\xff\xff\x7f', 'latin1'))), /number of/],
  ['an empty stack', checkpoint(pickle(op.reduce)), /never put/],
  ['nothing', Buffer.alloc(0), /begins like it/],
  ['a text', Buffer.from('hello'), /begins like it/],
];

describe('evil checkpoints', () => {
  it.each(EVIL)('with %s are refused, in words', (_, bytes, message) => {
    expect(() => read(bytes)).toThrow(message);
  });

  it('that contain themselves do no harm', () => {
    const list = read(checkpoint(pickle(op.list, op.put(0), op.get(0), op.append))) as unknown[];
    expect(list[0]).toBe(list);
  });

  it('run nothing even where unknown classes are let through as inert objects', () => {
    const value = read(checkpoint(run('os', 'system')), true);
    expect(JSON.stringify(value)).toBe('{"type":{"module":"os","name":"system"}}');
  });
});
