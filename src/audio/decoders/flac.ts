import { smpteLayout } from '../downmix.js';
import type { Tags } from '../tags.js';
import { OutOfBitsError } from './bit-reader.js';
import { viewOf, type ByteSource } from './byte-source.js';
import {
  BrokenFrameError,
  decodeFlacFrame,
  readFlacFrameHeader,
  type FlacFrame,
  type FlacStreamInfo,
} from './flac-frame.js';
import { changingFormat, corruptAudio, type SoundSource } from './sound-source.js';
import { parseVorbisComments } from './vorbis-comments.js';

/** Bytes that are read at a time; a frame that needs more gets more. */
const WINDOW_BYTES = 1 << 18;
/** Larger than any frame: 8 channels of 65536 32-bit samples. */
const MAX_FRAME_BYTES = 1 << 22;
/** How far a first frame is looked for behind the metadata. */
const MAX_SEARCH_BYTES = 1 << 24;
const MAX_METADATA_BLOCKS = 1000;
const BLOCK_STREAMINFO = 0;
const BLOCK_VORBIS_COMMENT = 4;
/** Pictures and the like aren't read. */
const MAX_COMMENT_BYTES = 1 << 20;

/** Opens a FLAC file whose marker `fLaC`, or whose first frame where that is missing, is at or
 *  behind `start`.
 *  @throws InputError `corrupt-audio` when no frame is found */
export async function openFlac(source: ByteSource, start: number): Promise<SoundSource> {
  const { stream, tags, promisedLength, end } = await readMetadata(source, start);
  const frames = flacFrames(source, { start: end, stream });
  const first = await frames.next();
  if (first.done) throw corruptAudio('FLAC', 'it holds no readable audio');
  const { numberOfChannels, sampleRate, bitDepth } = first.value;
  const warnings: string[] = [];
  return {
    container: 'flac',
    codec: 'flac',
    sampleRate,
    layout: smpteLayout(numberOfChannels),
    bitDepth,
    tags,
    promisedLength,
    warnings,
    async *blocks() {
      yield first.value.channels;
      for (;;) {
        const next = await frames.next();
        if (next.done) {
          if (next.value > 0) warnings.push(`${next.value} damaged places were left out`);
          return;
        }
        requireSameFormat(first.value, next.value);
        yield next.value.channels;
      }
    },
  };
}

interface Metadata {
  stream: FlacStreamInfo;
  tags: Tags;
  promisedLength?: number;
  /** Where the frames start. */
  end: number;
}

/** The metadata blocks. Broken ones end the reading: the first frame is then searched for. */
async function readMetadata(source: ByteSource, start: number): Promise<Metadata> {
  const metadata: Metadata = { stream: { sampleRate: 0, bitDepth: 0 }, tags: {}, end: start };
  const marker = await source.readAt(start, 4);
  if (marker.length < 4 || viewOf(marker).getUint32(0) !== 0x664c6143) return metadata;
  metadata.end += 4;
  for (let count = 0; count < MAX_METADATA_BLOCKS; count++) {
    const head = await source.readAt(metadata.end, 4);
    if (head.length < 4 || head[0] === 0xff) break;
    const length = viewOf(head).getUint32(0) & 0xffffff;
    const type = head[0] & 0x7f;
    const bodyStart = metadata.end + 4;
    if (bodyStart + length > source.size) break;
    if (type === BLOCK_STREAMINFO && length >= 18) {
      Object.assign(metadata, parseStreamInfo(await source.readAt(bodyStart, 18)));
    }
    if (type === BLOCK_VORBIS_COMMENT && length <= MAX_COMMENT_BYTES) {
      metadata.tags = parseVorbisComments(await source.readAt(bodyStart, length));
    }
    metadata.end = bodyStart + length;
    if (head[0] & 0x80) break;
  }
  return metadata;
}

function parseStreamInfo(bytes: Uint8Array): Pick<Metadata, 'stream' | 'promisedLength'> {
  const view = viewOf(bytes);
  const packed = view.getUint32(10);
  const length = (packed & 0xf) * 2 ** 32 + view.getUint32(14);
  return {
    stream: { sampleRate: packed >>> 12, bitDepth: ((packed >>> 4) & 0x1f) + 1 },
    ...(length > 0 && { promisedLength: length }),
  };
}

/** All whole frames from `start`; returns how many damaged places were skipped between them. */
async function* flacFrames(
  source: ByteSource,
  { start, stream }: { start: number; stream: FlacStreamInfo },
): AsyncGenerator<FlacFrame, number> {
  let windowStart = start;
  let window = await source.readAt(windowStart, WINDOW_BYTES);
  let at = 0;
  let damaged = 0;
  let inStep = true;
  let found = false;
  for (;;) {
    const frame = tryDecode(window, at, stream);
    const atEnd = windowStart + window.length >= source.size;
    if (frame === 'needs more' && !atEnd && window.length - at < MAX_FRAME_BYTES) {
      const bytes = Math.max(WINDOW_BYTES, 2 * (window.length - at));
      windowStart += at;
      at = 0;
      window = await source.readAt(windowStart, bytes);
      continue;
    }
    if (typeof frame === 'object') {
      yield frame;
      at += frame.frameBytes;
      inStep = found = true;
      continue;
    }
    if (windowStart + at >= source.size) return damaged;
    if (!found && windowStart + at - start > MAX_SEARCH_BYTES) return damaged;
    if (inStep && found) damaged++;
    inStep = false;
    at = nextSync(window, at + 1);
    if (at >= window.length - 1 && !atEnd) {
      windowStart += at;
      at = 0;
      window = await source.readAt(windowStart, WINDOW_BYTES);
    }
  }
}

function tryDecode(
  window: Uint8Array,
  at: number,
  stream: FlacStreamInfo,
): FlacFrame | 'needs more' | 'none' {
  try {
    return decodeFlacFrame(window, at, stream);
  } catch (error) {
    if (error instanceof OutOfBitsError) return 'needs more';
    if (error instanceof BrokenFrameError) return 'none';
    throw error;
  }
}

/** The next place that looks like a frame's start; the last byte of `window` where there is none,
 *  since a sync code may begin there. */
function nextSync(window: Uint8Array, from: number): number {
  for (let at = from; at + 1 < window.length; at++) {
    if (window[at] === 0xff && (window[at + 1] & 0xfe) === 0xf8) return at;
  }
  return Math.max(from, window.length - 1);
}

/** Whether a frame without a marker before it starts at `start` of `bytes`. */
export function isFlacFrame(bytes: Uint8Array, start: number): boolean {
  try {
    readFlacFrameHeader(bytes, start, { sampleRate: 0, bitDepth: 0 });
    return true;
  } catch {
    return false;
  }
}

function requireSameFormat(first: FlacFrame, frame: FlacFrame): void {
  if (frame.sampleRate !== first.sampleRate) {
    throw changingFormat('sample rate', first.sampleRate, frame.sampleRate);
  }
  if (frame.numberOfChannels !== first.numberOfChannels) {
    throw changingFormat('number of channels', first.numberOfChannels, frame.numberOfChannels);
  }
}
