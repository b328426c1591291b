import type { BitReader } from '../bit-reader.js';
import type { CodeShape } from './code-shapes.js';

/** Codewords of up to this many bits are found at the first look; they are nearly all. */
const FAST_BITS = 10;

/** A prefix code, ready for decoding. */
export class HuffmanCode {
  /** By the next `FAST_BITS` bits: 32 · symbol + length of the codeword; 0 where it is longer. */
  private readonly fast = new Int32Array(1 << FAST_BITS);
  /** By length: the codeword that follows the last of this length, as the upper bits of 32. */
  private readonly ends: number[] = [];
  /** By length: the index of its first symbol, less its first codeword. */
  private readonly offsets: number[] = [];
  private readonly symbols: readonly number[];

  constructor({ counts, symbols }: CodeShape) {
    this.symbols = symbols;
    let codeword = 0;
    let index = 0;
    counts.forEach((count, i) => {
      const length = i + 1;
      this.offsets[length] = index - codeword;
      for (const symbol of symbols.slice(index, index + count)) {
        this.fillFast(codeword++, length, symbol);
      }
      index += count;
      this.ends[length] = codeword * 2 ** (32 - length);
      codeword *= 2;
    });
  }

  /** The symbol of the next codeword.
   *  @throws OutOfBitsError */
  read(reader: BitReader): number {
    const word = reader.peek();
    const entry = this.fast[word >>> (32 - FAST_BITS)];
    if (entry !== 0) {
      reader.skip(entry & 31);
      return entry >> 5;
    }
    let length = FAST_BITS + 1;
    while (word >>> 0 >= this.ends[length]) length++; // the last end is 2^32: the code is complete
    reader.skip(length);
    return this.symbols[(word >>> (32 - length)) + this.offsets[length]];
  }

  private fillFast(codeword: number, length: number, symbol: number): void {
    if (length > FAST_BITS) return;
    const from = codeword << (FAST_BITS - length);
    this.fast.fill(symbol * 32 + length, from, from + (1 << (FAST_BITS - length)));
  }
}
