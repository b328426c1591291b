import type { BitReader } from '../bit-reader.js';
import { NOISE_BOOK, SILENT_BOOK, type BandCodes } from './band-codes.js';
import { SPECTRAL_CODES } from './code-shapes.js';
import { DamagedFrameError } from './damaged-frame-error.js';
import { HuffmanCode } from './huffman-code.js';
import { eachBand, type WindowInfo } from './window-info.js';

/** How the symbols of a code book become spectral lines. */
interface Book {
  code: HuffmanCode;
  /** A row of `dimension` lines by symbol. */
  lines: Int8Array;
  dimension: number;
  /** The sign bits of a symbol follow it, one for each line that isn't 0; none where the lines are
   *  signed themselves. */
  signs: Uint8Array | undefined;
  escaping: boolean;
}

const ESCAPE = 16;
/** An escaped line has at most 13 bits. */
const MAX_ESCAPE_BITS = 12;

/** By book − 1: lines to a codeword, and the largest of them; negative: the lines are signed. */
const BOOK_KINDS: readonly (readonly [number, number])[] = [
  [4, -1],
  [4, -1],
  [4, 2],
  [4, 2],
  [2, -4],
  [2, -4],
  [2, 7],
  [2, 7],
  [2, 12],
  [2, 12],
  [2, ESCAPE],
];
const BOOKS: readonly Book[] = SPECTRAL_CODES.map((shape, i) => {
  const [dimension, largest] = BOOK_KINDS[i];
  return makeBook(new HuffmanCode(shape), { dimension, largest, symbols: shape.symbols.length });
});

/** Reads the quantised lines of all bands that have any, window after window.
 *  @param lines [1024], zeros
 *  @throws DamagedFrameError, OutOfBitsError */
export function readSpectralLines(
  reader: BitReader,
  { books }: BandCodes,
  { info, lines }: { info: WindowInfo; lines: Float32Array },
): void {
  eachBand(info, (band, from, to) => {
    const book = books[band];
    if (book === SILENT_BOOK || book >= NOISE_BOOK) return;
    readBand(reader, BOOKS[book - 1], { lines, from, to });
  });
}

interface Place {
  lines: Float32Array;
  from: number;
  to: number;
}

function readBand(reader: BitReader, book: Book, { lines, from, to }: Place): void {
  const { code, dimension, signs } = book;
  for (let at = from; at < to; at += dimension) {
    const symbol = code.read(reader);
    const row = symbol * dimension;
    for (let i = 0; i < dimension; i++) lines[at + i] = book.lines[row + i];
    if (!signs) continue;
    const count = signs[symbol];
    if (count > 0) applySigns(lines, at, { bits: reader.readUnsigned(count), count });
    if (!book.escaping) continue;
    for (let i = at; i < at + 2; i++) {
      if (lines[i] === ESCAPE) lines[i] = readEscape(reader);
      else if (lines[i] === -ESCAPE) lines[i] = -readEscape(reader);
    }
  }
}

/** The first sign is the highest bit; 1 is minus. */
function applySigns(
  lines: Float32Array,
  at: number,
  { bits, count }: { bits: number; count: number },
): void {
  for (let left = count; left > 0; at++) {
    if (lines[at] === 0) continue;
    left--;
    if ((bits >> left) & 1) lines[at] = -lines[at];
  }
}

function readEscape(reader: BitReader): number {
  let bits = 4;
  while (reader.readUnsigned(1)) bits++;
  if (bits > MAX_ESCAPE_BITS) throw new DamagedFrameError('an endless escape');
  return (1 << bits) + reader.readUnsigned(bits);
}

function makeBook(
  code: HuffmanCode,
  { dimension, largest, symbols }: { dimension: number; largest: number; symbols: number },
): Book {
  const signed = largest < 0;
  const values = signed ? 1 - 2 * largest : 1 + largest;
  const lines = new Int8Array(symbols * dimension);
  const signs = new Uint8Array(symbols);
  for (let symbol = 0; symbol < symbols; symbol++) {
    let rest = symbol;
    for (let i = dimension - 1; i >= 0; i--) {
      const line = (rest % values) + Math.min(0, largest);
      lines[symbol * dimension + i] = line;
      if (line !== 0) signs[symbol]++;
      rest = Math.floor(rest / values);
    }
  }
  return {
    code,
    lines,
    dimension,
    signs: signed ? undefined : signs,
    escaping: largest === ESCAPE,
  };
}
