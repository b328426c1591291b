import { asciiOf, viewOf, type ByteSource } from './byte-source.js';

/** No sound file has more; a hostile one could have millions. */
const MAX_CHUNKS = 1000;

/** A chunk of a RIFF or AIFF file; `start` is where its content starts in the file. */
export interface Chunk {
  id: string;
  start: number;
  /** As claimed: may reach beyond the end of the file. */
  size: number;
}

/** The chunks between `start` and `end`. A consumer that knows a chunk's true size better than
 *  its header (RF64) may correct `size` before it goes on. */
export async function* chunksOf(
  source: ByteSource,
  { start, end, littleEndian }: { start: number; end: number; littleEndian: boolean },
): AsyncGenerator<Chunk> {
  let position = start;
  for (let count = 0; count < MAX_CHUNKS && position + 8 <= end; count++) {
    const header = await source.readAt(position, 8);
    if (header.length < 8) return;
    const size = viewOf(header).getUint32(4, littleEndian);
    const chunk = { id: asciiOf(header, 0, 4), start: position + 8, size };
    yield chunk;
    position = chunk.start + chunk.size + (chunk.size % 2);
  }
}
