import type { FileHandle } from 'node:fs/promises';

/** Up to `length` bytes from `position`; fewer at the end. */
type ReadAt = (position: number, length: number) => Promise<Uint8Array>;

/** The bytes of a sound file, wherever they lie. */
export interface ByteSource {
  readonly size: number;
  readonly readAt: ReadAt;
}

/** The bytes of an open file, which the caller closes. */
export async function fileBytes(file: FileHandle): Promise<ByteSource> {
  const { size } = await file.stat();
  return { size, readAt: (position, length) => readAt(file, position, length) };
}

/** Bytes in memory, the beginning of a source that claims `size` bytes. */
export function memoryBytes(bytes: Uint8Array, size = bytes.length): ByteSource {
  return {
    size,
    readAt: (position, length) => Promise.resolve(bytes.subarray(position, position + length)),
  };
}

/** All bytes between `start` and `end`, `blockBytes` at a time. */
export async function* byteBlocks(
  source: ByteSource,
  { start, end, blockBytes }: { start: number; end: number; blockBytes: number },
): AsyncGenerator<Uint8Array> {
  for (let at = start; at < end; at += blockBytes) {
    yield await source.readAt(at, Math.min(blockBytes, end - at));
  }
}

/** A view on `bytes`, without copying. */
export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Bytes `from`…`to` − 1 as text, one character each. */
export function asciiOf(bytes: Uint8Array, from = 0, to = bytes.length): string {
  return new TextDecoder('latin1').decode(bytes.subarray(from, to));
}

async function readAt(file: FileHandle, position: number, length: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(length);
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await file.read(bytes, filled, length - filled, position + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return bytes.subarray(0, filled);
}
