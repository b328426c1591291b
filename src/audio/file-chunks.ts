import type { FileHandle } from 'node:fs/promises';

/** No sound file has more; a hostile one could have millions. */
const MAX_CHUNKS = 1000;

/** A chunk of a RIFF or AIFF file; `start` is where its content starts in the file. */
export interface FileChunk {
  id: string;
  start: number;
  /** As claimed: may reach beyond the end of the file. */
  size: number;
}

/** Up to `length` bytes from `position`; fewer at the end of the file. */
export async function readAt(
  file: FileHandle,
  position: number,
  length: number,
): Promise<Uint8Array> {
  const bytes = new Uint8Array(length);
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await file.read(bytes, filled, length - filled, position + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return bytes.subarray(0, filled);
}

/** The chunks between `start` and `end`. A consumer that knows a chunk's true size better than
 *  its header (RF64) may correct `size` before it goes on. */
export async function* fileChunks(
  file: FileHandle,
  start: number,
  end: number,
  littleEndian: boolean,
): AsyncGenerator<FileChunk> {
  let position = start;
  for (let count = 0; count < MAX_CHUNKS && position + 8 <= end; count++) {
    const header = await readAt(file, position, 8);
    if (header.length < 8) return;
    const size = viewOf(header).getUint32(4, littleEndian);
    const chunk = { id: asciiOf(header, 0, 4), start: position + 8, size };
    yield chunk;
    position = chunk.start + chunk.size + (chunk.size % 2);
  }
}

export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

export function asciiOf(bytes: Uint8Array, from: number, to: number): string {
  return String.fromCharCode(...bytes.subarray(from, to));
}
