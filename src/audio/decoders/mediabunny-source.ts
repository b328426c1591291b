import { CustomSource } from 'mediabunny';
import type { ByteSource } from './byte-source.js';
import { corruptAudio } from './sound-source.js';

/** Bytes that are read from the file at a time. */
const WINDOW_BYTES = 1 << 18;
/** Nobody reads one place so often in a row, except a search that doesn't move on: mediabunny's
 *  search for the next Matroska element never ends at 8 bytes before the end of its segment. */
const MAX_REPEATS = 1000;

/** `source` for mediabunny. Its own cache is off, so that every read comes here and an endless
 *  search is noticed; this window stands for it. */
export function mediabunnySource(source: ByteSource): CustomSource {
  const readWindowed = windowedReader(source);
  let previousStart = -1;
  let repeats = 0;
  return new CustomSource({
    getSize: () => source.size,
    maxCacheSize: 0,
    read(start, end) {
      repeats = start === previousStart ? repeats + 1 : 0;
      previousStart = start;
      if (repeats > MAX_REPEATS) throw corruptAudio('media', 'its parts do not follow each other');
      return readWindowed(start, end - start);
    },
    handleUnhandledError: () => undefined, // the read that needs the bytes reports it
  });
}

/** `source.readAt`, from a window of the file where that holds the bytes. */
function windowedReader(source: ByteSource): ByteSource['readAt'] {
  let windowStart = 0;
  let window = new Uint8Array(0);
  return async (position, length) => {
    if (length >= WINDOW_BYTES) return source.readAt(position, length);
    if (position < windowStart || position + length > windowStart + window.length) {
      const read = await source.readAt(position, WINDOW_BYTES);
      [windowStart, window] = [position, new Uint8Array(read)];
    }
    return window.slice(position - windowStart, position - windowStart + length);
  };
}
