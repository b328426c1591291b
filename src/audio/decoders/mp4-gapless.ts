import { asciiOf, viewOf, type ByteSource } from './byte-source.js';

/** What part of an MP4 track's samples is music. */
export interface GaplessRange {
  /** Samples to leave out at the start. */
  start: number;
  /** Samples that follow; undefined where the file doesn't say. */
  length?: number;
}

/** Nobody's table of contents is larger. */
const MAX_MOOV_BYTES = 1 << 26;
const MAX_BOXES = 10_000;
/** iTunes' own account of it: delay, padding and length in hexadecimal. */
const ITUNES_GAPS = /iTunSMPB.{4}data.{8} [0-9A-F]{8} ([0-9A-F]{8}) ([0-9A-F]{8}) ([0-9A-F]{16})/s;

/** Reads where the music in the first sound track of an MP4 file starts and how long it is, from
 *  iTunes' tag or from the edit list; undefined where the file says neither.
 *  @param sampleRate of the decoded sound */
export async function readGaplessRange(
  source: ByteSource,
  sampleRate: number,
): Promise<GaplessRange | undefined> {
  const moov = await readMoov(source);
  if (!moov) return undefined;
  return itunesRange(moov) ?? editedRange(moov, sampleRate);
}

async function readMoov(source: ByteSource): Promise<Uint8Array | undefined> {
  let at = 0;
  for (let count = 0; count < MAX_BOXES && at + 8 <= source.size; count++) {
    const head = await source.readAt(at, 16);
    if (head.length < 16) return undefined;
    const short = viewOf(head).getUint32(0);
    const size = short === 1 ? Number(viewOf(head).getBigUint64(8)) : short || source.size - at;
    if (size < 8) return undefined;
    if (asciiOf(head, 4, 8) === 'moov') {
      return size > MAX_MOOV_BYTES ? undefined : (await source.readAt(at, size)).subarray(8);
    }
    at += size;
  }
  return undefined;
}

function itunesRange(moov: Uint8Array): GaplessRange | undefined {
  const found = ITUNES_GAPS.exec(asciiOf(moov));
  if (!found) return undefined;
  const [start, , length] = found.slice(1).map((digits) => Number.parseInt(digits, 16));
  return length > 0 ? { start, length } : undefined;
}

function editedRange(moov: Uint8Array, sampleRate: number): GaplessRange | undefined {
  const movieScale = timeScale(child(moov, 'mvhd'));
  const track = boxes(moov).find(({ type, body }) => type === 'trak' && isSound(body))?.body;
  const media = track && child(track, 'mdia');
  const mediaScale = timeScale(media && child(media, 'mdhd'));
  const edit = track && musicEdit(child(track, 'edts'));
  if (!media || !edit || !movieScale || !mediaScale) return undefined;
  const toSamples = sampleRate / mediaScale;
  const start = Math.round(edit.mediaTime * toSamples);
  const edited = (edit.duration / movieScale) * sampleRate;
  const coded = codedDuration(media) * toSamples - start;
  // Movie time is often coarse (1 ms); the samples' own durations are exact where they agree.
  const agree = Math.abs(coded - edited) <= sampleRate / movieScale;
  const length = edit.duration === 0 || agree ? coded : Math.min(coded, edited);
  return length > 0 ? { start, length: Math.round(length) } : { start };
}

interface Box {
  type: string;
  body: Uint8Array;
}

function boxes(bytes: Uint8Array): Box[] {
  const found: Box[] = [];
  let at = 0;
  while (at + 8 <= bytes.length && found.length < MAX_BOXES) {
    const size = viewOf(bytes).getUint32(at);
    if (size < 8) break;
    found.push({ type: asciiOf(bytes, at + 4, at + 8), body: bytes.subarray(at + 8, at + size) });
    at += size;
  }
  return found;
}

function child(bytes: Uint8Array, type: string): Uint8Array | undefined {
  return boxes(bytes).find((box) => box.type === type)?.body;
}

function isSound(track: Uint8Array): boolean {
  const media = child(track, 'mdia');
  const handler = media && child(media, 'hdlr');
  return handler !== undefined && asciiOf(handler, 8, 12) === 'soun';
}

/** Units per second of an `mvhd` or `mdhd` box. */
function timeScale(header: Uint8Array | undefined): number | undefined {
  const at = header?.[0] === 1 ? 20 : 12;
  return header && header.length >= at + 4 ? viewOf(header).getUint32(at) : undefined;
}

/** The one edit that shows media; several can't be followed. */
function musicEdit(
  edts: Uint8Array | undefined,
): { mediaTime: number; duration: number } | undefined {
  const list = edts && child(edts, 'elst');
  if (!list || list.length < 8) return undefined;
  const view = viewOf(list);
  const wide = list[0] === 1;
  const entryBytes = wide ? 20 : 12;
  const count = Math.min(view.getUint32(4), Math.floor((list.length - 8) / entryBytes));
  const edits = Array.from({ length: count }, (_, i) => {
    const at = 8 + i * entryBytes;
    return wide
      ? { duration: Number(view.getBigUint64(at)), mediaTime: Number(view.getBigInt64(at + 8)) }
      : { duration: view.getUint32(at), mediaTime: view.getInt32(at + 4) };
  }).filter(({ mediaTime }) => mediaTime >= 0);
  return edits.length === 1 ? edits[0] : undefined;
}

/** The sum of all samples' durations (`stts`), in media time. */
function codedDuration(media: Uint8Array): number {
  const information = child(media, 'minf');
  const table = information && child(information, 'stbl');
  const times = table && child(table, 'stts');
  if (!times || times.length < 8) return 0;
  const view = viewOf(times);
  const count = Math.min(view.getUint32(4), Math.floor((times.length - 8) / 8));
  let sum = 0;
  for (let i = 0; i < count; i++) sum += view.getUint32(8 + 8 * i) * view.getUint32(12 + 8 * i);
  return sum;
}
