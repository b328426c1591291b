import { asciiOf, viewOf } from './byte-source.js';
import type { MpegFrameHeader } from './mpeg-frame.js';

/** What the Xing, Info or LAME tag in an mp3's first frame promises. */
export interface XingHeader {
  /** Frames behind this one. */
  frames?: number;
  /** Samples to leave out at the start and at the end, by the encoder's account. */
  delay: number;
  padding: number;
}

/** Where the tag lies in a frame: behind the header and the side information. */
export function xingOffset({ version, numberOfChannels }: MpegFrameHeader): number {
  const sideBytes =
    version === 1 ? (numberOfChannels === 1 ? 17 : 32) : numberOfChannels === 1 ? 9 : 17;
  return 4 + sideBytes;
}

/** The tag in the frame at the start of `bytes`, or undefined where there is none. */
export function readXingHeader(bytes: Uint8Array, frame: MpegFrameHeader): XingHeader | undefined {
  const start = xingOffset(frame);
  const marker = asciiOf(bytes, start, start + 4);
  if ((marker !== 'Xing' && marker !== 'Info') || bytes.length < start + 144) return undefined;
  const view = viewOf(bytes);
  const flags = view.getUint32(start + 4);
  const frames = flags & 1 ? view.getUint32(start + 8) : undefined;
  const fields = (flags & 1) * 4 + ((flags & 2) >> 1) * 4 + ((flags & 4) >> 2) * 100;
  const lame = start + 8 + fields + ((flags & 8) >> 3) * 4;
  const gaps = lame + 24 <= bytes.length ? view.getUint32(lame + 20) >>> 8 : 0;
  const hasLame = /^[\x20-\x7e]{4}/.test(asciiOf(bytes, lame, lame + 4));
  return { frames, delay: hasLame ? gaps >>> 12 : 0, padding: hasLame ? gaps & 0xfff : 0 };
}
