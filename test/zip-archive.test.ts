import { describe, expect, it } from 'vitest';
import { openZip } from '../src/zip-archive.js';
import { writeZip } from './support/zip-writer.js';

const content = Buffer.from('la '.repeat(1000));

function readAll(archive: Buffer): Buffer[] {
  const zip = openZip(archive, 'a.zip');
  return zip.entries.map((entry) => Buffer.from(zip.read(entry)));
}

describe('zip archives', () => {
  it('give back what was packed, stored or deflated', () => {
    const archive = writeZip([
      { name: 'a.txt', content },
      { name: 'b.txt', content, deflate: true },
      { name: 'empty', content: Buffer.alloc(0) },
    ]);
    expect(readAll(archive)).toEqual([content, content, Buffer.alloc(0)]);
  });

  it('are refused when entries share bytes', () => {
    const first = { name: 'a', content };
    expect(() => readAll(writeZip([first, { name: 'a', content, claim: { at: 0 } }]))).toThrow(
      /overlaps/,
    );
  });

  it.each([
    ['expand beyond their claim', { deflate: true, claim: { bytes: 10 } }, /larger than it claims/],
    ['are smaller than claimed', { deflate: true, claim: { bytes: 9999 } }, /damaged/],
    ['are encrypted', { claim: { isEncrypted: true } }, /encrypted/],
    ['are packed in an unknown way', { claim: { method: 14 } }, /method 14/],
    ['lie elsewhere', { claim: { at: 3 } }, /isn't where/],
    ['lie outside', { claim: { at: 2 ** 31 } }, /isn't where/],
  ])('are refused when their files %s', (_, lie, message) => {
    expect(() => readAll(writeZip([{ name: 'a', content, ...lie }]))).toThrow(message);
  });

  it('cut short anywhere are refused, in words', () => {
    const archive = writeZip([{ name: 'a', content, deflate: true }]);
    for (let length = 0; length < archive.length; length++) {
      expect(() => readAll(archive.subarray(0, length))).toThrow(/is no zip archive/);
    }
  });
});
