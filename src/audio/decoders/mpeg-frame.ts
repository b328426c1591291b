import { viewOf } from './byte-source.js';

/** The header of an MPEG audio frame (layers I–III). */
export interface MpegFrameHeader {
  /** 1, 2 or 2.5. */
  version: 1 | 2 | 2.5;
  layer: 1 | 2 | 3;
  /** Per second. */
  kilobits: number;
  sampleRate: number;
  numberOfChannels: 1 | 2;
  samplesPerFrame: number;
  frameBytes: number;
}

const VERSIONS = [2.5, undefined, 2, 1] as const;
const BASE_RATES = [44100, 48000, 32000];
/** kbit/s by index: MPEG-1 layers I, II, III, MPEG-2 layer I, MPEG-2 layers II and III. */
const BITRATES = {
  '1-1': [0, 32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448],
  '1-2': [0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384],
  '1-3': [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
  '2-1': [0, 32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256],
  '2-2': [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
  '2-3': [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
} as const;

/** The MPEG audio frame header at `at`, or undefined where there is none. */
export function readMpegFrameHeader(bytes: Uint8Array, at: number): MpegFrameHeader | undefined {
  if (at + 4 > bytes.length || bytes[at] !== 0xff || bytes[at + 1] < 0xe0) return undefined;
  const word = viewOf(bytes).getUint32(at);
  const version = VERSIONS[(word >>> 19) & 3];
  const layer = (4 - ((word >>> 17) & 3)) as 1 | 2 | 3 | 4;
  const baseRate = BASE_RATES[(word >>> 10) & 3];
  if (version === undefined || layer === 4 || baseRate === undefined) return undefined;
  const generation = version === 1 ? 1 : 2;
  const kilobits = BITRATES[`${generation}-${layer}`][(word >>> 12) & 15];
  if (!kilobits) return undefined;
  const sampleRate = version === 1 ? baseRate : version === 2 ? baseRate / 2 : baseRate / 4;
  const samplesPerFrame = layer === 1 ? 384 : layer === 3 && version !== 1 ? 576 : 1152;
  const slotBytes = layer === 1 ? 4 : 1;
  const slots = Math.floor((samplesPerFrame * kilobits * 125) / sampleRate / slotBytes);
  return {
    version,
    layer,
    kilobits,
    sampleRate,
    numberOfChannels: ((word >>> 6) & 3) === 3 ? 1 : 2,
    samplesPerFrame,
    frameBytes: (slots + ((word >>> 9) & 1)) * slotBytes,
  };
}

/** Where the first frame that is followed by others like it starts; a chance sync code has no
 *  followers. A single frame counts at the end of the data. */
export function findMpegFrame(bytes: Uint8Array, from = 0): number | undefined {
  for (let at = from; at + 4 <= bytes.length; at++) {
    if (bytes[at] === 0xff && isFrameChain(bytes, at, 3)) return at;
  }
  return undefined;
}

function isFrameChain(bytes: Uint8Array, start: number, frames: number): boolean {
  const first = readMpegFrameHeader(bytes, start);
  let at = start;
  for (let i = 0; i < frames; i++) {
    if (i > 0 && at >= bytes.length - 3) return true;
    const header = readMpegFrameHeader(bytes, at);
    if (!first || header?.sampleRate !== first.sampleRate || header.layer !== first.layer) {
      return false;
    }
    at += header.frameBytes;
  }
  return true;
}
