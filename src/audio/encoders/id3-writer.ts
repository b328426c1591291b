import type { Tags } from '../tags.js';
import { concat, uint16be, utf8 } from '../bytes.js';

const ENCODING_UTF8 = 3;

/** An ID3v2.4 tag; nothing where there is nothing to say. */
export function id3Tag({ title, artist, album, comment, more = {} }: Tags): Uint8Array {
  const frames = [
    ...textFrame('TIT2', title),
    ...textFrame('TPE1', artist),
    ...textFrame('TALB', album),
    ...textFrame('COMM', comment, 'eng\0'),
    ...Object.entries(more).flatMap(([key, value]) => textFrame('TXXX', value, `${key}\0`)),
  ];
  if (frames.length === 0) return new Uint8Array(0);
  const body = concat(...frames);
  return concat(utf8('ID3'), Uint8Array.of(4, 0, 0), synchsafe(body.length), body);
}

function textFrame(id: string, text: string | undefined, prefix = ''): Uint8Array[] {
  if (!text) return [];
  const content = concat(Uint8Array.of(ENCODING_UTF8), utf8(prefix + text));
  return [concat(utf8(id), synchsafe(content.length), uint16be(0), content)];
}

/** 28 bits in the lower 7 of each byte. */
function synchsafe(value: number): Uint8Array {
  return Uint8Array.of(
    (value >>> 21) & 0x7f,
    (value >>> 14) & 0x7f,
    (value >>> 7) & 0x7f,
    value & 0x7f,
  );
}
