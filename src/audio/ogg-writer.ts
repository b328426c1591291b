import { crc32Ogg } from './decoders/crc.js';
import { concat, uint32le, utf8 } from './bytes.js';

/** A page holds up to 255 segments of up to 255 bytes. */
const MAX_SEGMENTS = 255;
const FLAG_CONTINUED = 1;
const FLAG_FIRST = 2;
const FLAG_LAST = 4;

/** Packs packets into the pages of one logical Ogg stream (RFC 3533). The serial number is fixed
 *  rather than random, so that the same audio gives the same bytes. */
export class OggWriter {
  private sequence = 0;
  private packets: Uint8Array[] = [];
  private segments = 0;
  private granule = 0;

  constructor(private readonly serial: number) {}

  /** Adds a packet that ends at `granule`.
   *  @returns the pages that became full */
  add(packet: Uint8Array, granule: number): Uint8Array {
    const segments = Math.floor(packet.length / 255) + 1;
    const full = this.segments + segments > MAX_SEGMENTS ? this.flush() : new Uint8Array(0);
    this.packets.push(packet);
    this.segments += segments;
    this.granule = granule;
    return full;
  }

  /** The packets that wait for a page, as pages; a packet longer than a page is continued. */
  flush(last = false): Uint8Array {
    const lacing = this.packets.flatMap(({ length }) => [
      ...Array<number>(Math.floor(length / 255)).fill(255),
      length % 255,
    ]);
    const body = concat(...this.packets);
    const pages: Uint8Array[] = [];
    let at = 0;
    for (let from = 0; from < lacing.length; from += MAX_SEGMENTS) {
      const segments = lacing.slice(from, from + MAX_SEGMENTS);
      const length = segments.reduce((sum, bytes) => sum + bytes, 0);
      const ends = from + MAX_SEGMENTS >= lacing.length;
      const flags =
        (from > 0 ? FLAG_CONTINUED : 0) |
        (this.sequence === 0 ? FLAG_FIRST : 0) |
        (last && ends ? FLAG_LAST : 0);
      pages.push(this.page(segments, body.subarray(at, at + length), { flags, ends }));
      at += length;
    }
    this.packets = [];
    this.segments = 0;
    return concat(...pages);
  }

  private page(
    segments: number[],
    body: Uint8Array,
    { flags, ends }: { flags: number; ends: boolean },
  ): Uint8Array {
    const granule = new Uint8Array(8);
    new DataView(granule.buffer).setBigInt64(0, ends ? BigInt(this.granule) : -1n, true);
    const page = concat(
      utf8('OggS'),
      Uint8Array.of(0, flags),
      granule,
      uint32le(this.serial),
      uint32le(this.sequence++),
      uint32le(0),
      Uint8Array.of(segments.length, ...segments),
      body,
    );
    page.set(uint32le(crc32Ogg(page)), 22);
    return page;
  }
}
