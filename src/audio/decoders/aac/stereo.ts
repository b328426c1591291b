import type { BitReader } from '../bit-reader.js';
import { IN_PHASE_BOOK, NOISE_BOOK, OPPOSITE_BOOK } from './band-codes.js';
import { readChannelStream, type ChannelStream } from './channel-stream.js';
import { DamagedFrameError } from './damaged-frame-error.js';
import { fillWithNoise, type NoiseSource } from './noise.js';
import { eachBand, readWindowInfo, type WindowInfo } from './window-info.js';

/** Two channels that may share what they have in common. */
export interface ChannelPair {
  left: ChannelStream;
  right: ChannelStream;
  /** By band: whether sum and difference are coded instead of left and right, whether the noise of
   *  both is the same, or whether the right channel mirrors the left. */
  mask: Uint8Array;
}

const MASK_OF_BANDS = 1;
const MASK_OF_ALL = 2;

/** Reads a `channel_pair_element` behind its tag.
 *  @throws DamagedFrameError, OutOfBitsError */
export function readChannelPair(reader: BitReader, sampleRateIndex: number): ChannelPair {
  const shared = reader.readUnsigned(1) ? readWindowInfo(reader, sampleRateIndex) : undefined;
  const masking = shared ? reader.readUnsigned(2) : 0;
  if (masking > MASK_OF_ALL) throw new DamagedFrameError('an unknown kind of stereo');
  const mask = shared ? readMask(reader, shared, masking) : new Uint8Array(0);
  const left = readChannelStream(reader, sampleRateIndex, shared);
  const right = readChannelStream(reader, sampleRateIndex, shared);
  return { left, right, mask };
}

function readMask(reader: BitReader, info: WindowInfo, masking: number): Uint8Array {
  const mask = new Uint8Array(info.groupLengths.length * info.maxBands);
  if (masking === MASK_OF_ALL) return mask.fill(1);
  return masking === MASK_OF_BANDS ? mask.map(() => reader.readUnsigned(1)) : mask;
}

/** Turns what is coded together into left and right, and fills in the noise of both. */
export function separateChannels(pair: ChannelPair, noise: NoiseSource): void {
  addAndSubtract(pair);
  fillWithNoise(pair.left, noise);
  fillWithNoise(pair.right, noise, pair);
  spreadIntensity(pair);
}

function addAndSubtract({ left, right, mask }: ChannelPair): void {
  if (!mask.includes(1)) return;
  eachBand(left.info, (band, from, to) => {
    const coded = left.codes.books[band] < NOISE_BOOK && right.codes.books[band] < NOISE_BOOK;
    if (!mask[band] || !coded) return;
    for (let i = from; i < to; i++) {
      const middle = left.lines[i];
      const side = right.lines[i];
      left.lines[i] = middle + side;
      right.lines[i] = middle - side;
    }
  });
}

/** The right channel has the left one's lines, at a level of its own. */
function spreadIntensity({ left, right, mask }: ChannelPair): void {
  const { books, scales } = right.codes;
  if (!books.some((book) => book >= OPPOSITE_BOOK)) return;
  eachBand(right.info, (band, from, to) => {
    if (books[band] < OPPOSITE_BOOK) return;
    const mirrored = (books[band] === IN_PHASE_BOOK) === (mask[band] === 1);
    const sign = mirrored ? -1 : 1;
    const gain = sign * 2 ** (-scales[band] / 4);
    for (let i = from; i < to; i++) right.lines[i] = gain * left.lines[i];
  });
}
