import type { Tags } from '../tags.js';
import { asciiOf, type ByteSource } from './byte-source.js';
import { isFlacFrame } from './flac.js';
import { readId3 } from './id3.js';
import { findMpegFrame } from './mpeg-frame.js';

/** What a file is by its bytes, whatever its name says. */
export interface Sniffed {
  container: Container | undefined;
  /** Where the content starts behind ID3 tags. */
  start: number;
  tags: Tags;
}

/** Kinds of files that are known by their bytes. */
export type Container =
  | ('wav' | 'aiff' | 'flac' | 'ogg' | 'mp4' | 'matroska' | 'adts' | 'mp3')
  /** Known to ffmpeg only. */
  | (
      'asf' | 'amr' | 'caf' | 'wv' | 'ape' | 'au' | 'tta' | 'dsf' | 'w64' | 'mpegts' | 'avi' | 'flv'
    );

/** How much of the file is looked at. */
const HEAD_BYTES = 1 << 16;

const MAGICS: readonly [at: number, magic: string, container: Container][] = [
  [0, 'fLaC', 'flac'],
  [0, 'OggS', 'ogg'],
  [4, 'ftyp', 'mp4'],
  [4, 'moov', 'mp4'],
  [4, 'mdat', 'mp4'],
  [0, '\x1a\x45\xdf\xa3', 'matroska'],
  [0, '\x30\x26\xb2\x75', 'asf'],
  [0, '#!AMR', 'amr'],
  [0, 'caff', 'caf'],
  [0, 'wvpk', 'wv'],
  [0, 'MAC ', 'ape'],
  [0, '.snd', 'au'],
  [0, 'TTA1', 'tta'],
  [0, 'DSD ', 'dsf'],
  [0, 'riff\x2e\x91\xcf\x11', 'w64'],
  [0, 'FLV\x01', 'flv'],
];

/** Looks at the beginning of `source`. */
export async function sniffContainer(source: ByteSource): Promise<Sniffed> {
  const { tags, end: start } = await readId3(source);
  const head = await source.readAt(start, HEAD_BYTES);
  return { container: containerOf(head), start, tags };
}

function containerOf(head: Uint8Array): Container | undefined {
  const form = asciiOf(head, 0, 4);
  const kind = asciiOf(head, 8, 12);
  if (['RIFF', 'RIFX', 'RF64', 'BW64'].includes(form)) {
    return kind === 'WAVE' ? 'wav' : kind === 'AVI ' ? 'avi' : undefined;
  }
  if (form === 'FORM') return kind === 'AIFF' || kind === 'AIFC' ? 'aiff' : undefined;
  const known = MAGICS.find(([at, magic]) => asciiOf(head, at, at + magic.length) === magic);
  if (known) return known[2];
  if (isAdts(head)) return 'adts';
  if (head[0] === 0x47 && head[188] === 0x47 && head[376] === 0x47) return 'mpegts';
  if (isFlacFrame(head, 0)) return 'flac';
  if (findMpegFrame(head) !== undefined) return 'mp3';
  return hasFlacFrame(head) ? 'flac' : undefined;
}

/** Two ADTS headers in a row, or one at the end of the data. */
function isAdts(head: Uint8Array): boolean {
  const length = adtsFrameBytes(head, 0);
  if (length === undefined) return false;
  return length + 7 > head.length || adtsFrameBytes(head, length) !== undefined;
}

/** The length of the ADTS frame (ISO 14496-3) at `at`, or undefined where there is none. */
export function adtsFrameBytes(bytes: Uint8Array, at: number): number | undefined {
  if (at + 7 > bytes.length || bytes[at] !== 0xff || (bytes[at + 1] & 0xf6) !== 0xf0)
    return undefined;
  const length = ((bytes[at + 3] & 3) << 11) | (bytes[at + 4] << 3) | (bytes[at + 5] >> 5);
  return length < 8 ? undefined : length;
}

/** FLAC behind junk that no player minds. */
function hasFlacFrame(head: Uint8Array): boolean {
  for (let at = head.indexOf(0xff); at >= 0; at = head.indexOf(0xff, at + 1)) {
    if (isFlacFrame(head, at)) return true;
  }
  return false;
}
