import {
  SCALE_FACTOR_CODE,
  SPECTRAL_CODES,
  type CodeShape,
} from '../../src/audio/decoders/aac/code-shapes.js';

/** One channel of a frame: a long window with one band of four lines. */
export interface MadeChannel {
  /** 1 codes lines of −1, 0 and 1; 13 noise, 14 and 15 the other channel's lines. */
  book: number;
  /** 2^((gain − 100) / 4) is the step of the lines. */
  gain: number;
  lines?: readonly [number, number, number, number];
}

/** A `raw_data_block` written apart from our decoder: elements of one or two channels.
 *  @param mask whether pairs code sum and difference, the same noise, or mirrored channels
 *  @param others whether elements that hold no channel come first */
export function aacFrame(
  elements: readonly (readonly MadeChannel[])[],
  { mask = false, others = false }: { mask?: boolean; others?: boolean } = {},
): Uint8Array {
  const bits = elements.map((channels, i) => {
    const lfe = elements.length > 3 && channels.length === 1 && i === elements.length - 1;
    const kind = channels.length === 2 ? 1 : lfe ? 3 : 0;
    const pair = channels.length === 2 ? '1' + WINDOW + (mask ? field(2, 2) : field(0, 2)) : '';
    const streams = channels.map((channel) => channelBits(channel, { shared: pair !== '' }));
    return field(kind, 3) + field(i, 4) + pair + streams.join('');
  });
  return bytesOf((others ? otherElements() : '') + bits.join('') + field(7, 3));
}

/** One of each: program configuration and data, which are aligned to bytes, fill, coupling. */
function otherElements(): string {
  const frontOnly = field(1, 4) + field(0, 4 + 4 + 2 + 3 + 4) + '000' + field(0, 5);
  const program =
    aligned(field(5, 3) + field(0, 4 + 2 + 4) + frontOnly) + field(1, 8) + field(33, 8);
  const data = aligned(program + field(4, 3) + field(0, 4) + '1' + field(2, 8)) + field(4321, 16);
  const fill = field(6, 3) + field(2, 4) + field(1234, 16);
  const targets = '0' + field(1, 3) + '0' + field(0, 4) + '1' + field(0, 4) + '11';
  const sound = channelBits({ book: 1, gain: 200, lines: [1, 1, 1, 1] }, { shared: false });
  const step = codewordsOf(SCALE_FACTOR_CODE).get(70) ?? '';
  const coupling = field(2, 3) + field(0, 4) + targets + field(0, 4) + sound;
  return data + fill + coupling + '1' + step + '0' + step;
}

function aligned(bits: string): string {
  return bits.padEnd(8 * Math.ceil(bits.length / 8), '0');
}

/** A long sine window with one band. */
const WINDOW = field(0, 4) + field(1, 6) + '0';

function channelBits({ book, gain, lines }: MadeChannel, { shared }: { shared: boolean }): string {
  const scale =
    book === 13 ? field(256 + 90, 9) : codewordsOf(SCALE_FACTOR_CODE).get(60 /* no step */);
  const symbol = lines?.reduce((sum, line) => 3 * sum + line + 1, 0);
  const spectrum = symbol === undefined ? '' : codewordsOf(SPECTRAL_CODES[book - 1]).get(symbol);
  const head = field(gain, 8) + (shared ? '' : WINDOW) + field(book, 4) + field(1, 5);
  return head + (scale ?? '') + '000' + (spectrum ?? '');
}

/** The codeword of each symbol, as a string of 0 and 1. */
export function codewordsOf({ counts, symbols }: CodeShape): Map<number, string> {
  const words = new Map<number, string>();
  let word = 0;
  counts.forEach((count, i) => {
    for (let k = 0; k < count; k++) words.set(symbols[words.size], field(word++, i + 1));
    word *= 2;
  });
  return words;
}

/** `bits`, filled up with zeros. */
export function bytesOf(bits: string): Uint8Array {
  const length = Math.ceil(bits.length / 8);
  const filled = aligned(bits);
  return Uint8Array.from({ length }, (_, i) => parseInt(filled.slice(8 * i, 8 * i + 8), 2));
}

function field(value: number, bits: number): string {
  return value.toString(2).padStart(bits, '0');
}
