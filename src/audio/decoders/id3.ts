import type { Tags } from '../tags.js';
import { asciiOf, viewOf, type ByteSource } from './byte-source.js';

/** Larger tags (pictures) are skipped unread beyond this. */
const MAX_READ_BYTES = 1 << 21;
/** Tags in front of each other. */
const MAX_TAGS = 10;

const TEXT_FRAMES: Record<string, 'title' | 'artist' | 'album'> = {
  TIT2: 'title',
  TPE1: 'artist',
  TALB: 'album',
  TT2: 'title',
  TP1: 'artist',
  TAL: 'album',
};

/** ID3v2 tags (2.2–2.4) at the start of a file, and where they end. */
export async function readId3(source: ByteSource): Promise<{ tags: Tags; end: number }> {
  let end = 0;
  let tags: Tags = {};
  for (let count = 0; count < MAX_TAGS; count++) {
    const head = await source.readAt(end, 10);
    if (head.length < 10 || asciiOf(head, 0, 3) !== 'ID3') break;
    const size = synchsafe(head, 6);
    const footer = head[5] & 0x10 ? 10 : 0;
    const body = await source.readAt(end + 10, Math.min(size, MAX_READ_BYTES));
    tags = { ...parseFrames(head[5] & 0x80 ? undoUnsynchronisation(body) : body, head), ...tags };
    end += 10 + size + footer;
  }
  return { tags, end };
}

function parseFrames(body: Uint8Array, head: Uint8Array): Tags {
  const version = head[3];
  const idBytes = version === 2 ? 3 : 4;
  const headBytes = version === 2 ? 6 : 10;
  const tags: Tags = {};
  const more: Record<string, string> = {};
  let at = version > 2 && head[5] & 0x40 ? extendedHeaderBytes(body, version) : 0;
  while (at + headBytes <= body.length && body[at] !== 0) {
    const id = asciiOf(body, at, at + idBytes);
    const size = frameSize(body, at + idBytes, version);
    const content = body.subarray(at + headBytes, at + headBytes + size);
    at += headBytes + size;
    if (content.length < 2) continue;
    const name = TEXT_FRAMES[id];
    if (name) tags[name] ??= decodeTexts(content[0], content.subarray(1))[0];
    if (id === 'COMM' || id === 'COM') {
      tags.comment ??= decodeTexts(content[0], content.subarray(4))[1];
    }
    if (id === 'TXXX' || id === 'TXX') {
      const [key, value] = decodeTexts(content[0], content.subarray(1));
      if (key && value) more[key] ??= value;
    }
  }
  return Object.keys(more).length > 0 ? { ...tags, more } : tags;
}

function frameSize(body: Uint8Array, at: number, version: number): number {
  if (version === 2) return (body[at] << 16) | (body[at + 1] << 8) | body[at + 2];
  return version === 4 ? synchsafe(body, at) : viewOf(body).getUint32(at);
}

function extendedHeaderBytes(body: Uint8Array, version: number): number {
  if (body.length < 4) return 0;
  return version === 4 ? synchsafe(body, 0) : viewOf(body).getUint32(0) + 4;
}

/** 28 bits in the lower 7 of each byte. */
function synchsafe(bytes: Uint8Array, at: number): number {
  return (
    ((bytes[at] & 0x7f) << 21) |
    ((bytes[at + 1] & 0x7f) << 14) |
    ((bytes[at + 2] & 0x7f) << 7) |
    (bytes[at + 3] & 0x7f)
  );
}

/** FF 00 stands for FF. */
function undoUnsynchronisation(bytes: Uint8Array): Uint8Array {
  return bytes.filter((byte, i) => !(byte === 0 && i > 0 && bytes[i - 1] === 0xff));
}

/** The zero-separated texts of a frame, by ID3's encoding number. */
function decodeTexts(encoding: number, bytes: Uint8Array): string[] {
  const bigEndian = encoding === 2;
  const label = ['latin1', 'utf-16le', 'utf-16be', 'utf-8'][encoding] ?? 'latin1';
  const wide = encoding === 1 || bigEndian;
  const swapped = encoding === 1 && bytes[0] === 0xfe && bytes[1] === 0xff;
  const text = new TextDecoder(swapped ? 'utf-16be' : label).decode(
    wide ? bytes.subarray(0, bytes.length & ~1) : bytes,
  );
  return text.split('\0').map((part) => part.replace(/^[\ufeff\ufffe]/, '').trim());
}
