import { buffer } from 'node:stream/consumers';
import { crc32 } from 'node:zlib';
import { fromBufferPromise } from 'yauzl';

interface ZipEntry {
  name: string;
  content: Buffer;
  /** Whether its bytes lie there as they are. */
  stored: boolean;
}

/** All entries of an archive, read by another library than the one that wrote it.
 *  @throws when it isn't a whole zip, or a checksum is wrong */
export async function unzip(archive: Uint8Array): Promise<ZipEntry[]> {
  const zip = await fromBufferPromise(Buffer.from(archive));
  const entries: ZipEntry[] = [];
  for await (const entry of zip.eachEntry()) {
    const content = await buffer(await zip.openReadStreamPromise(entry));
    if (crc32(content) !== entry.crc32) throw new Error(`${entry.fileName} is damaged`);
    entries.push({ name: entry.fileName, content, stored: entry.compressionMethod === 0 });
  }
  return entries;
}
