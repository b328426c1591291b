import { crc32, deflateRawSync } from 'node:zlib';

interface WrittenEntry {
  name: string;
  content: Uint8Array;
  deflate?: boolean;
  /** Lies, for tests of what must be refused. */
  claim?: { bytes?: number; at?: number; isEncrypted?: boolean; method?: number };
}

/** A zip archive of `entries`. */
export function writeZip(entries: readonly WrittenEntry[]): Buffer {
  const files: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const entry of entries) {
    const data = entry.deflate ? deflateRawSync(entry.content) : Buffer.from(entry.content);
    const file = Buffer.concat([header(entry, data, undefined), data]);
    directory.push(header(entry, data, entry.claim?.at ?? at));
    files.push(file);
    at += file.length;
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(Buffer.concat(directory).length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...files, ...directory, end]);
}

/** The local header, or the directory's when `at` says where that is. */
function header({ name, content, deflate, claim }: WrittenEntry, data: Buffer, at?: number) {
  const fields = Buffer.alloc(at === undefined ? 30 : 46);
  const shift = at === undefined ? 0 : 2;
  fields.writeUInt32LE(at === undefined ? 0x04034b50 : 0x02014b50, 0);
  fields.writeUInt16LE(claim?.isEncrypted ? 1 : 0, 6 + shift);
  fields.writeUInt16LE(claim?.method ?? (deflate ? 8 : 0), 8 + shift);
  fields.writeUInt32LE(crc32(content), 14 + shift);
  fields.writeUInt32LE(data.length, 18 + shift);
  fields.writeUInt32LE(claim?.bytes ?? content.length, 22 + shift);
  fields.writeUInt16LE(Buffer.byteLength(name), 26 + shift);
  if (at !== undefined) fields.writeUInt32LE(at, 42);
  return Buffer.concat([fields, Buffer.from(name)]);
}
