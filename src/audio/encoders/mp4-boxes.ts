import { concat, uint16be, uint24be, uint32be, utf8 } from '../bytes.js';
import type { Tags } from '../tags.js';

/** What the table of contents of an MP4 file with one AAC track says. All dates are 0, so that the
 *  same audio gives the same bytes. */
export interface Mp4Track {
  sampleRate: number;
  numberOfChannels: number;
  /** AudioSpecificConfig. */
  description: Uint8Array;
  bitsPerSecond: number;
  packetBytes: readonly number[];
  /** Samples per packet. */
  packetLength: number;
  /** Samples that the encoder put before the music. */
  delay: number;
  /** Samples of music. */
  length: number;
  tags: Tags;
}

const FLAG_WELL_KNOWN_TEXT = 1;
const FLAG_ENABLED_IN_MOVIE = 3;
const LANGUAGE_UNDETERMINED = 0x55c4;
const IDENTITY_MATRIX = [0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000];
const TRACK = 1;

/** The file type box. */
export function fileTypeBox(): Uint8Array {
  return box('ftyp', utf8('M4A '), uint32be(0), utf8('M4A mp42isom'));
}

/** The `moov` box of a file whose packets start at byte `dataStart`. Its size doesn't depend on
 *  that. */
export function movieBox(track: Mp4Track, dataStart: number): Uint8Array {
  return box('moov', movieHeader(track), trackBox(track, dataStart), userData(track));
}

/** What a box (ISO 14496-12) of `contentBytes` begins with: its size, its type of four characters. */
export function boxHead(type: string, contentBytes: number): Uint8Array {
  return concat(uint32be(contentBytes + 8), latin1(type));
}

function box(type: string, ...content: readonly Uint8Array[]): Uint8Array {
  const body = concat(...content);
  return concat(boxHead(type, body.length), body);
}

function fullBox(type: string, flags: number, ...content: readonly Uint8Array[]): Uint8Array {
  return box(type, uint32be(flags), ...content);
}

function movieHeader({ sampleRate, length }: Mp4Track): Uint8Array {
  return fullBox(
    'mvhd',
    0,
    ...numbers32(0, 0, sampleRate, length, 0x10000),
    uint16be(0x100), // full volume
    new Uint8Array(10),
    ...numbers32(...IDENTITY_MATRIX),
    new Uint8Array(24),
    uint32be(TRACK + 1),
  );
}

function trackBox(track: Mp4Track, dataStart: number): Uint8Array {
  const header = fullBox(
    'tkhd',
    FLAG_ENABLED_IN_MOVIE,
    ...numbers32(0, 0, TRACK, 0, track.length, 0, 0, 0),
    uint16be(0x100), // full volume
    uint16be(0),
    ...numbers32(...IDENTITY_MATRIX, 0, 0),
  );
  const edits = box(
    'edts',
    fullBox('elst', 0, ...numbers32(1, track.length, track.delay, 0x10000)),
  );
  return box('trak', header, edits, mediaBox(track, dataStart));
}

function mediaBox(track: Mp4Track, dataStart: number): Uint8Array {
  return box(
    'mdia',
    fullBox(
      'mdhd',
      0,
      ...numbers32(0, 0, track.sampleRate, track.delay + track.length),
      uint16be(LANGUAGE_UNDETERMINED),
      uint16be(0),
    ),
    fullBox('hdlr', 0, uint32be(0), utf8('soun'), new Uint8Array(13)),
    box(
      'minf',
      fullBox('smhd', 0, uint32be(0)),
      box('dinf', fullBox('dref', 0, uint32be(1), fullBox('url ', 1))),
      sampleTable(track, dataStart),
    ),
  );
}

/** All packets lie in one chunk. The last one is declared as short as the music in it, which is
 *  where some players take the length from. */
function sampleTable(track: Mp4Track, dataStart: number): Uint8Array {
  const count = track.packetBytes.length;
  const lastLength = track.delay + track.length - (count - 1) * track.packetLength;
  return box(
    'stbl',
    fullBox('stsd', 0, uint32be(1), sampleEntry(track)),
    fullBox('stts', 0, ...numbers32(2, count - 1, track.packetLength, 1, lastLength)),
    fullBox('stsc', 0, ...numbers32(1, 1, count, 1)),
    fullBox('stsz', 0, ...numbers32(0, count, ...track.packetBytes)),
    fullBox('stco', 0, ...numbers32(1, dataStart)),
  );
}

function sampleEntry(track: Mp4Track): Uint8Array {
  return box(
    'mp4a',
    new Uint8Array(6),
    uint16be(1),
    new Uint8Array(8),
    uint16be(track.numberOfChannels),
    uint16be(16),
    uint32be(0),
    uint32be(track.sampleRate * 0x10000),
    fullBox('esds', 0, elementaryStream(track)),
  );
}

/** ES_Descriptor (ISO 14496-1): an MPEG-4 audio stream. */
function elementaryStream({ description, bitsPerSecond }: Mp4Track): Uint8Array {
  const decoderConfig = descriptor(
    0x04,
    Uint8Array.of(0x40, 0x15),
    uint24be(0),
    ...numbers32(bitsPerSecond, bitsPerSecond),
    descriptor(0x05, description),
  );
  const syncConfig = descriptor(0x06, Uint8Array.of(2));
  return descriptor(0x03, uint16be(TRACK), Uint8Array.of(0), decoderConfig, syncConfig);
}

function descriptor(tag: number, ...content: readonly Uint8Array[]): Uint8Array {
  const body = concat(...content);
  return concat(Uint8Array.of(tag, 0x80, 0x80, 0x80, body.length), body);
}

function userData(track: Mp4Track): Uint8Array {
  const { title, artist, album, comment, more = {} } = track.tags;
  const texts = { '©nam': title, '©ART': artist, '©alb': album, '©cmt': comment };
  const items = [
    ...Object.entries(texts).flatMap(([type, text]) => (text ? [box(type, textData(text))] : [])),
    ...Object.entries({ ...more, iTunSMPB: itunesGaps(track) }).map(([key, text]) =>
      freeForm(key, text),
    ),
  ];
  const handler = fullBox('hdlr', 0, uint32be(0), utf8('mdirappl'), new Uint8Array(9));
  return box('udta', fullBox('meta', 0, handler, box('ilst', ...items)));
}

function textData(text: string): Uint8Array {
  return fullBox('data', FLAG_WELL_KNOWN_TEXT, uint32be(0), utf8(text));
}

function freeForm(key: string, text: string): Uint8Array {
  const mean = fullBox('mean', 0, utf8('com.apple.iTunes'));
  return box('----', mean, fullBox('name', 0, utf8(key)), textData(text));
}

/** Apple's account of delay, padding and length, for players that ignore the edit list. */
function itunesGaps({ delay, length, packetBytes, packetLength }: Mp4Track): string {
  const padding = packetBytes.length * packetLength - delay - length;
  const hex = (value: number, digits: number) =>
    value.toString(16).toUpperCase().padStart(digits, '0');
  const zeros = Array<string>(8).fill(hex(0, 8)).join(' ');
  return ` ${hex(0, 8)} ${hex(delay, 8)} ${hex(padding, 8)} ${hex(length, 16)} ${zeros}`;
}

function numbers32(...values: readonly number[]): Uint8Array[] {
  return [concat(...values.map(uint32be))];
}

/** Box types are single bytes, © among them. */
function latin1(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, 'latin1'));
}
