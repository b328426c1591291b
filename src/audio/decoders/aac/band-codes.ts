import type { BitReader } from '../bit-reader.js';
import { SCALE_FACTOR_CODE } from './code-shapes.js';
import { DamagedFrameError } from './damaged-frame-error.js';
import { HuffmanCode } from './huffman-code.js';
import type { WindowInfo } from './window-info.js';

/** Numbers of code books that stand for something else than a code. */
export const SILENT_BOOK = 0;
const RESERVED_BOOK = 12;
export const NOISE_BOOK = 13;
export const OPPOSITE_BOOK = 14;
export const IN_PHASE_BOOK = 15;

/** How each band is coded, by group · `maxBands` + band. */
export interface BandCodes {
  /** 1–11 code spectral lines, 13 noise, 14 and 15 the other channel's lines. */
  books: Uint8Array;
  /** Quarters of 6 dB: of the lines' step, of the noise's energy or of the place in the stereo
   *  image. */
  scales: Int16Array;
}

const SCALE_FACTOR_BIAS = 60;
const MAX_SCALE_FACTOR = 255;
const FIRST_NOISE_BITS = 9;
const FIRST_NOISE_OFFSET = 90 + 256;
/** Noise and places below this are none that an encoder writes. */
const MIN_LEVEL = -512;

const scaleFactorCode = new HuffmanCode(SCALE_FACTOR_CODE);

/** Reads `section_data` and `scale_factor_data`.
 *  @throws DamagedFrameError, OutOfBitsError */
export function readBandCodes(reader: BitReader, info: WindowInfo, globalGain: number): BandCodes {
  const books = readBooks(reader, info);
  return { books, scales: readScales(reader, books, globalGain) };
}

/** A difference of scale factors, −60 … 60. */
export function readScaleStep(reader: BitReader): number {
  return scaleFactorCode.read(reader) - SCALE_FACTOR_BIAS;
}

function readBooks(reader: BitReader, { maxBands, groupLengths, windowLength }: WindowInfo) {
  const lengthBits = windowLength === 128 ? 3 : 5;
  const books = new Uint8Array(groupLengths.length * maxBands);
  for (let group = 0; group < groupLengths.length; group++) {
    const end = (group + 1) * maxBands;
    for (let at = group * maxBands; at < end;) {
      const book = reader.readUnsigned(4);
      const length = readSectionLength(reader, lengthBits);
      if (book === RESERVED_BOOK || at + length > end) throw new DamagedFrameError('bad section');
      books.fill(book, at, at + length);
      at += length;
    }
  }
  return books;
}

/** Full fields add up until one that isn't. */
function readSectionLength(reader: BitReader, bits: number): number {
  const full = (1 << bits) - 1;
  let length = 0;
  for (;;) {
    const step = reader.readUnsigned(bits);
    length += step;
    if (step < full) return length;
  }
}

/** Each kind of scale runs on from its own last one. */
function readScales(reader: BitReader, books: Uint8Array, globalGain: number): Int16Array {
  const scales = new Int16Array(books.length);
  let factor = globalGain;
  let place = 0;
  let noise: number | undefined;
  for (let i = 0; i < books.length; i++) {
    const book = books[i];
    if (book === SILENT_BOOK) continue;
    if (book === NOISE_BOOK) {
      noise =
        noise === undefined
          ? globalGain - FIRST_NOISE_OFFSET + reader.readUnsigned(FIRST_NOISE_BITS)
          : noise + readScaleStep(reader);
      scales[i] = checked(noise, MIN_LEVEL);
    } else if (book === OPPOSITE_BOOK || book === IN_PHASE_BOOK) {
      place += readScaleStep(reader);
      scales[i] = checked(place, MIN_LEVEL);
    } else {
      factor += readScaleStep(reader);
      scales[i] = checked(factor, 0);
    }
  }
  return scales;
}

function checked(scale: number, min: number): number {
  if (scale < min || scale > MAX_SCALE_FACTOR) throw new DamagedFrameError('scale out of range');
  return scale;
}
