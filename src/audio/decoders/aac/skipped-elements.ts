import type { BitReader } from '../bit-reader.js';
import { readScaleStep, SILENT_BOOK } from './band-codes.js';
import { readChannelStream } from './channel-stream.js';

/** SBR data, with a checksum or without. */
const SBR_EXTENSIONS = [13, 14];

/** Steps over a `fill_element`.
 *  @returns whether it holds the upper frequencies of HE-AAC
 *  @throws OutOfBitsError */
export function skipFill(reader: BitReader): boolean {
  let bytes = reader.readUnsigned(4);
  if (bytes === 15) bytes += reader.readUnsigned(8) - 1;
  const extension = bytes > 0 ? reader.peek() >>> 28 : 0;
  reader.skip(8 * bytes);
  return SBR_EXTENSIONS.includes(extension);
}

/** Steps over a `data_stream_element` behind its tag.
 *  @throws OutOfBitsError */
export function skipData(reader: BitReader): void {
  const aligned = reader.readUnsigned(1);
  let bytes = reader.readUnsigned(8);
  if (bytes === 255) bytes += reader.readUnsigned(8);
  if (aligned) reader.alignToByte();
  reader.skip(8 * bytes);
}

/** Steps over a `program_config_element` behind its tag: the stream's header has said it all.
 *  @throws OutOfBitsError */
export function skipProgramConfig(reader: BitReader): void {
  reader.skip(2 + 4); // object type, sample rate
  const counts = [4, 4, 4, 2, 3, 4].map((bits) => reader.readUnsigned(bits));
  for (const bits of [4, 4, 3]) if (reader.readUnsigned(1)) reader.skip(bits); // mixdowns
  const [front, side, back, lfe, data, coupling] = counts;
  reader.skip(5 * (front + side + back + coupling) + 4 * (lfe + data));
  reader.alignToByte();
  reader.skip(8 * reader.readUnsigned(8)); // a comment
}

/** Steps over a `coupling_channel_element` behind its tag: nobody writes them.
 *  @throws DamagedFrameError, OutOfBitsError */
export function skipCoupling(reader: BitReader, sampleRateIndex: number): void {
  const independent = reader.readUnsigned(1);
  let gainLists = 0;
  for (let targets = reader.readUnsigned(3) + 1; targets > 0; targets--) {
    gainLists++;
    const pair = reader.readUnsigned(1);
    reader.skip(4);
    if (pair && reader.readUnsigned(2) === 3) gainLists++;
  }
  reader.skip(1 + 1 + 2); // domain, sign, scale
  const { books } = readChannelStream(reader, sampleRateIndex).codes;
  for (let list = 1; list < gainLists; list++) {
    if (independent || reader.readUnsigned(1)) readScaleStep(reader);
    else for (const book of books) if (book !== SILENT_BOOK) readScaleStep(reader);
  }
}
