import { crc32, inflateRawSync } from 'node:zlib';
import { InputError } from './errors.js';

/** One file of an archive. */
export interface ZipEntry {
  /** As the archive has it; never to be used as a path. */
  readonly name: string;
  /** Of the content, as the archive claims; `read` refuses what turns out otherwise. */
  readonly bytes: number;
  readonly isEncrypted: boolean;
}

/** An archive whose directory was read and found consistent. */
export interface ZipArchive {
  readonly entries: readonly ZipEntry[];
  /** The content of `entry`: a view of the archive where it is stored as it is.
   *  @throws InputError `bad-archive` when it is encrypted, damaged or not of the claimed size */
  read(entry: ZipEntry): Uint8Array;
}

/** Voice archives hold a handful of files, checkpoints one per tensor. */
const MAX_ENTRIES = 20_000;

const END = { signature: 0x06054b50, bytes: 22 };
const LOCATOR_64 = { signature: 0x07064b50, bytes: 20 };
const END_64 = { signature: 0x06064b50, bytes: 56 };
const CENTRAL = { signature: 0x02014b50, bytes: 46 };
const LOCAL = { signature: 0x04034b50, bytes: 30 };
const MAX_COMMENT_BYTES = 0xffff;
/** The extra field of 64-bit sizes; a 32-bit field of this value says "see there". */
const EXTRA_64 = 1;
const SEE_64 = 0xffffffff;

const STORED = 0;
const DEFLATED = 8;
const ENCRYPTED = 1;

/** Whether `bytes` begin like a zip archive. */
export function looksLikeZip(bytes: Uint8Array): boolean {
  return bytes.length > 4 && bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 3;
}

/** Opens an archive that may come from anyone (zip and zip64, stored and deflated). Every place and
 *  length is checked, and no two entries may share bytes, so that nothing expands beyond what
 *  deflate itself can.
 *  @param name of the file, for messages
 *  @throws InputError `bad-archive` */
export function openZip(bytes: Uint8Array, name: string): ZipArchive {
  const reader = new ZipReader(bytes);
  const named = <T>(read: () => T): T => {
    try {
      return read();
    } catch (error) {
      if (error instanceof RangeError) throw badArchive(name, error.message);
      throw error;
    }
  };
  const entries = named(() => reader.entries());
  return { entries, read: (entry) => named(() => reader.content(entry as Located)) };
}

function badArchive(name: string, found: string): InputError {
  return new InputError('bad-archive', `'${name}' is no zip archive that can be used: ${found}`, {
    hint: 'Download it again, or pack its files anew, without a password.',
  });
}

/** What the central directory says of a file. */
interface Located extends ZipEntry {
  readonly method: number;
  readonly crc: number;
  readonly compressedBytes: number;
  /** Where its local header is. */
  readonly at: number;
}

/** Throws RangeErrors that say what is wrong (as Buffer's own do outside of the file). */
class ZipReader {
  readonly #buffer: Buffer;

  constructor(bytes: Uint8Array) {
    this.#buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  entries(): Located[] {
    const { at, count } = this.#directory();
    if (count > MAX_ENTRIES) throw new RangeError(`it claims to hold ${count} files`);
    const entries: Located[] = [];
    for (let next = at; entries.length < count;) {
      const { entry, end } = this.#centralEntry(next);
      entries.push(entry);
      next = end;
    }
    this.#checkOverlaps(entries, at);
    return entries;
  }

  content(entry: Located): Uint8Array {
    if (entry.isEncrypted) throw new RangeError(`'${entry.name}' in it is encrypted`);
    const start = this.#dataStart(entry);
    const data = this.#buffer.subarray(start, start + entry.compressedBytes);
    if (entry.method === STORED && entry.bytes === data.length) return data;
    if (entry.method !== DEFLATED) {
      throw new RangeError(`'${entry.name}' in it is packed by method ${entry.method}`);
    }
    const content = inflate(data, entry);
    if (crc32(content) !== entry.crc) throw new RangeError(`'${entry.name}' in it is damaged`);
    return content;
  }

  #directory(): { at: number; count: number } {
    const end = this.#endRecord();
    const locator = end - LOCATOR_64.bytes;
    if (locator < 0 || !this.#is(LOCATOR_64, locator)) {
      return {
        at: this.#buffer.readUInt32LE(end + 16),
        count: this.#buffer.readUInt16LE(end + 10),
      };
    }
    const end64 = this.#uint64(locator + 8);
    if (!this.#is(END_64, end64)) throw new RangeError('its 64-bit directory is broken');
    return { at: this.#uint64(end64 + 48), count: this.#uint64(end64 + 32) };
  }

  /** The end record comes last, but for a comment of any length. */
  #endRecord(): number {
    const last = this.#buffer.length - END.bytes;
    for (let at = last; at >= Math.max(0, last - MAX_COMMENT_BYTES); at--) {
      const isEnd = this.#is(END, at) && at + this.#buffer.readUInt16LE(at + 20) === last;
      if (isEnd) return at;
    }
    throw new RangeError('its directory is missing, as in a download that was cut short');
  }

  #centralEntry(at: number): { entry: Located; end: number } {
    const buffer = this.#buffer;
    if (!this.#is(CENTRAL, at)) throw new RangeError('its directory is broken');
    const [nameBytes, extraBytes, commentBytes] = [28, 30, 32].map((field) =>
      buffer.readUInt16LE(at + field),
    );
    const extraAt = at + CENTRAL.bytes + nameBytes;
    const wide = this.#wideFields(extraAt, extraAt + extraBytes);
    const size = (field: number) => {
      const value = buffer.readUInt32LE(at + field);
      return value === SEE_64 ? wide() : value;
    };
    // In this order, since that is how the 64-bit values follow each other.
    const [bytes, compressedBytes, headerAt] = [24, 20, 42].map(size);
    const entry = {
      name: buffer.toString('utf8', at + CENTRAL.bytes, extraAt),
      isEncrypted: (buffer.readUInt16LE(at + 8) & ENCRYPTED) !== 0,
      method: buffer.readUInt16LE(at + 10),
      crc: buffer.readUInt32LE(at + 16),
      bytes,
      compressedBytes,
      at: headerAt,
    };
    return { entry, end: extraAt + extraBytes + commentBytes };
  }

  /** Reads the 64-bit values of an entry's extra fields one after the other. */
  #wideFields(from: number, to: number): () => number {
    let at = from;
    while (at + 4 <= to && this.#buffer.readUInt16LE(at) !== EXTRA_64) {
      at += 4 + this.#buffer.readUInt16LE(at + 2);
    }
    at += 4;
    return () => {
      if (at + 8 > to) throw new RangeError('its directory lacks a size');
      at += 8;
      return this.#uint64(at - 8);
    };
  }

  /** Each entry's header and data lie before the next one's, and all before the directory. */
  #checkOverlaps(entries: readonly Located[], directoryAt: number): void {
    const inOrder = [...entries].sort((a, b) => a.at - b.at);
    inOrder.forEach((entry, i) => {
      const limit = inOrder[i + 1]?.at ?? directoryAt;
      if (this.#dataStart(entry) + entry.compressedBytes <= limit) return;
      throw new RangeError(`'${entry.name}' in it overlaps with what follows`);
    });
  }

  #dataStart({ at, name }: Located): number {
    if (!this.#is(LOCAL, at)) throw new RangeError(`'${name}' isn't where the directory says`);
    const lengths = this.#buffer.readUInt16LE(at + 26) + this.#buffer.readUInt16LE(at + 28);
    return at + LOCAL.bytes + lengths;
  }

  #is({ signature, bytes }: { signature: number; bytes: number }, at: number): boolean {
    return at + bytes <= this.#buffer.length && this.#buffer.readUInt32LE(at) === signature;
  }

  #uint64(at: number): number {
    const value = Number(this.#buffer.readBigUInt64LE(at));
    if (value <= this.#buffer.length || value < 2 ** 40) return value;
    throw new RangeError(`it claims a size of ${value} bytes`);
  }
}

function inflate(data: Uint8Array, { name, bytes }: Located): Uint8Array {
  try {
    const content = inflateRawSync(data, { maxOutputLength: Math.max(1, bytes) });
    if (content.length === bytes) return content;
  } catch {
    // Said below.
  }
  throw new RangeError(`'${name}' in it is damaged, or larger than it claims`);
}
