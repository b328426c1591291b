import { asciiOf, viewOf, type ByteSource } from './byte-source.js';
import { crc32Ogg } from './crc.js';

const HEAD_BYTES = 27;
/** A page with 255 segments of 255 bytes. */
const MAX_PAGE_BYTES = HEAD_BYTES + 255 + 255 * 255;
/** Bytes that are read at a time. */
const WINDOW_BYTES = 4 * MAX_PAGE_BYTES;
/** No codec header or frame of sound is larger; a hostile stream could continue one for ever. */
const MAX_PACKET_BYTES = 1 << 24;

export interface OggPage {
  serial: number;
  /** Counts the pages of its stream. */
  sequence: number;
  /** End of the last packet that ends in this page, in the codec's units; undefined if none does. */
  granule: number | undefined;
  continued: boolean;
  first: boolean;
  last: boolean;
  /** The pieces of packets, and whether the last one ends in this page. */
  pieces: Uint8Array[];
  lastPieceEnds: boolean;
  bytes: Uint8Array;
}

/** All intact pages of an Ogg file (RFC 3533); what lies between is skipped. */
export async function* oggPages(source: ByteSource): AsyncGenerator<OggPage> {
  let windowStart = 0;
  let window = await source.readAt(0, WINDOW_BYTES);
  let at = 0;
  for (;;) {
    const atEnd = windowStart + window.length >= source.size;
    if (window.length - at < MAX_PAGE_BYTES && !atEnd) {
      windowStart += at;
      window = await source.readAt(windowStart, WINDOW_BYTES);
      at = 0;
    }
    at = nextCapture(window, at);
    if (at < 0) {
      if (windowStart + window.length >= source.size) return;
      windowStart += window.length - 3;
      window = await source.readAt(windowStart, WINDOW_BYTES);
      at = 0;
      continue;
    }
    const page = parsePage(window, at);
    if (page) yield page;
    at += page ? page.bytes.length : 4;
  }
}

/** A packet of a logical stream; `granule` is that of its page where it is the last to end there. */
export interface OggPacket {
  bytes: Uint8Array;
  granule?: number;
  /** It ends the stream. */
  last: boolean;
}

/** The packets of the logical stream `serial` among `pages`. A packet whose pages got lost is
 *  left out. */
export async function* oggPackets(
  pages: AsyncIterable<OggPage>,
  serial: number,
): AsyncGenerator<OggPacket> {
  let started: Uint8Array[] = [];
  for await (const page of pages) {
    if (page.serial !== serial) continue;
    if (!page.continued) started = [];
    const orphaned = page.continued && started.length === 0;
    for (const [i, piece] of page.pieces.entries()) {
      const isLast = i === page.pieces.length - 1;
      if (i === 0 && orphaned) continue;
      started.push(piece);
      if (isLast && !page.lastPieceEnds) break;
      const bytes = started.length === 1 ? piece : new Uint8Array(Buffer.concat(started));
      started = [];
      yield { bytes, ...(isLast && { granule: page.granule }), last: isLast && page.last };
    }
    if (started.reduce((sum, { length }) => sum + length, 0) > MAX_PACKET_BYTES) started = [];
  }
}

/** Where the next capture pattern `OggS` begins, or -1. */
function nextCapture(window: Uint8Array, from: number): number {
  for (let at = window.indexOf(0x4f, from); at >= 0; at = window.indexOf(0x4f, at + 1)) {
    if (asciiOf(window.subarray(at, at + 4)) === 'OggS') return at;
  }
  return -1;
}

/** The page at `at` of `window`, or undefined where its checksum differs or its end is missing. */
function parsePage(window: Uint8Array, at: number): OggPage | undefined {
  if (at + HEAD_BYTES > window.length) return undefined;
  const segments = window.subarray(at + HEAD_BYTES, at + HEAD_BYTES + window[at + 26]);
  const bodyStart = HEAD_BYTES + segments.length;
  const length = bodyStart + segments.reduce((sum, bytes) => sum + bytes, 0);
  if (at + length > window.length) return undefined;
  const bytes = window.slice(at, at + length);
  const view = viewOf(bytes);
  const checksum = view.getUint32(22, true);
  view.setUint32(22, 0, true);
  if (crc32Ogg(bytes) !== checksum) return undefined;
  view.setUint32(22, checksum, true);
  const granule = view.getBigInt64(6, true);
  return {
    serial: view.getUint32(14, true),
    sequence: view.getUint32(18, true),
    granule: granule < 0n ? undefined : Number(granule),
    continued: (bytes[5] & 1) !== 0,
    first: (bytes[5] & 2) !== 0,
    last: (bytes[5] & 4) !== 0,
    pieces: piecesOf(bytes, segments, bodyStart),
    lastPieceEnds: segments.length > 0 && segments[segments.length - 1] < 255,
    bytes,
  };
}

function piecesOf(bytes: Uint8Array, segments: Uint8Array, bodyStart: number): Uint8Array[] {
  const pieces: Uint8Array[] = [];
  let start = bodyStart;
  let end = bodyStart;
  for (const segment of segments) {
    end += segment;
    if (segment === 255) continue;
    pieces.push(bytes.subarray(start, end));
    start = end;
  }
  if (end > start) pieces.push(bytes.subarray(start, end));
  return pieces;
}
