import { BitReader } from './bit-reader.js';
import { crc16, crc8 } from './crc.js';

/** The frame can't be one: not the format, or broken on the way. */
export class BrokenFrameError extends Error {
  override name = 'BrokenFrameError';
}

/** What STREAMINFO says, for frames that refer to it. */
export interface FlacStreamInfo {
  sampleRate: number;
  bitDepth: number;
}

/** What stands in front of each frame (RFC 9639, section 9.1); `blockLength` in samples per channel. */
export interface FlacFrameHeader {
  blockLength: number;
  sampleRate: number;
  bitDepth: number;
  numberOfChannels: number;
  stereoMode: 'independent' | 'left-side' | 'side-right' | 'mid-side';
  headerBytes: number;
}

/** One decoded frame. */
export interface FlacFrame extends FlacFrameHeader {
  /** Planar, in [-1, 1). */
  channels: Float32Array[];
  /** Of the whole frame with its checksum. */
  frameBytes: number;
}

const SAMPLE_RATES = [
  ...[0, 88200, 176400, 192000, 8000, 16000, 22050, 24000, 32000, 44100, 48000, 96000],
];
/** Polynomial predictors of RFC 9639, section 9.2.5, by order. */
const FIXED_PREDICTORS: readonly (readonly number[])[] = [
  [],
  [1],
  [2, -1],
  [3, -3, 1],
  [4, -6, 4, -1],
];
const BIT_DEPTHS = [0, 8, 12, 0, 16, 20, 24, 32];

/** Decodes the FLAC frame (RFC 9639, section 9) that starts at `start` of `bytes`.
 *  @throws BrokenFrameError where there is none, OutOfBitsError where `bytes` end within it */
export function decodeFlacFrame(
  bytes: Uint8Array,
  start: number,
  stream: FlacStreamInfo,
): FlacFrame {
  const header = readFlacFrameHeader(bytes, start, stream);
  const reader = new BitReader(bytes, start + header.headerBytes);
  const samples = Array.from({ length: header.numberOfChannels }, (_, c) => {
    return readSubframe(reader, header.blockLength, header.bitDepth + sideBit(header, c));
  });
  reader.alignToByte();
  const end = reader.position / 8;
  if (reader.readUnsigned(16) !== crc16(bytes, start, end)) {
    throw new BrokenFrameError('the checksum differs');
  }
  undoStereo(samples, header.stereoMode);
  const channels = samples.map((channel) => toFloats(channel, header.bitDepth));
  return { ...header, channels, frameBytes: end + 2 - start };
}

function toFloats(samples: Int32Array, bitDepth: number): Float32Array {
  const floats = new Float32Array(samples.length);
  const scale = 2 ** (1 - bitDepth);
  for (let i = 0; i < floats.length; i++) floats[i] = samples[i] * scale;
  return floats;
}

/** @throws as `decodeFlacFrame` */
export function readFlacFrameHeader(
  bytes: Uint8Array,
  start: number,
  stream: FlacStreamInfo,
): FlacFrameHeader {
  const reader = new BitReader(bytes, start);
  if (reader.readUnsigned(15) !== 0x7ffc) throw new BrokenFrameError('no sync code');
  reader.readUnsigned(1); // blocking strategy
  const blockCode = reader.readUnsigned(4);
  const rateCode = reader.readUnsigned(4);
  const channelCode = reader.readUnsigned(4);
  const depthCode = reader.readUnsigned(3);
  if (reader.readUnsigned(1) !== 0) throw new BrokenFrameError('reserved bit');
  skipCodedNumber(reader);
  const blockLength = readBlockLength(reader, blockCode);
  const sampleRate = readSampleRate(reader, rateCode) || stream.sampleRate;
  const bitDepth = BIT_DEPTHS[depthCode] || stream.bitDepth;
  const headerEnd = reader.position / 8;
  if (reader.readUnsigned(8) !== crc8(bytes, start, headerEnd)) {
    throw new BrokenFrameError('the checksum of the header differs');
  }
  if (channelCode > 10 || depthCode === 3 || sampleRate === 0 || bitDepth === 0) {
    throw new BrokenFrameError('reserved value');
  }
  return {
    blockLength,
    sampleRate,
    bitDepth,
    numberOfChannels: channelCode < 8 ? channelCode + 1 : 2,
    stereoMode:
      (['left-side', 'side-right', 'mid-side'] as const)[channelCode - 8] ?? 'independent',
    headerBytes: headerEnd + 1 - start,
  };
}

/** The frame or sample number: like UTF-8, up to 7 bytes. */
function skipCodedNumber(reader: BitReader): void {
  const first = reader.readUnsigned(8);
  const ones = Math.clz32(~(first << 24));
  if (ones === 1 || ones === 8) throw new BrokenFrameError('no frame number');
  for (let i = 1; i < ones; i++) {
    if (reader.readUnsigned(2) !== 2) throw new BrokenFrameError('no frame number');
    reader.readUnsigned(6);
  }
}

function readBlockLength(reader: BitReader, code: number): number {
  if (code === 0) throw new BrokenFrameError('reserved block size');
  if (code === 1) return 192;
  if (code <= 5) return 144 << code;
  if (code === 6) return reader.readUnsigned(8) + 1;
  if (code === 7) return reader.readUnsigned(16) + 1;
  return 1 << code;
}

/** In Hz; 0 means "as STREAMINFO says". */
function readSampleRate(reader: BitReader, code: number): number {
  if (code < 12) return SAMPLE_RATES[code];
  if (code === 12) return reader.readUnsigned(8) * 1000;
  if (code === 13) return reader.readUnsigned(16);
  if (code === 14) return reader.readUnsigned(16) * 10;
  throw new BrokenFrameError('invalid sample rate');
}

/** The side channel needs a bit more than the others. */
function sideBit({ stereoMode }: FlacFrameHeader, channel: number): number {
  return channel === (stereoMode === 'side-right' ? 0 : stereoMode === 'independent' ? -1 : 1)
    ? 1
    : 0;
}

function readSubframe(reader: BitReader, length: number, bitDepth: number): Int32Array {
  if (bitDepth > 32) throw new BrokenFrameError('33-bit samples');
  if (reader.readUnsigned(1) !== 0) throw new BrokenFrameError('subframe padding');
  const type = reader.readUnsigned(6);
  const wastedBits = reader.readUnsigned(1) ? reader.readUnary() + 1 : 0;
  if (wastedBits >= bitDepth) throw new BrokenFrameError('only wasted bits');
  const samples = readSamples(reader, { type, length, bitDepth: bitDepth - wastedBits });
  if (wastedBits > 0) for (let i = 0; i < length; i++) samples[i] <<= wastedBits;
  return samples;
}

interface Subframe {
  type: number;
  length: number;
  bitDepth: number;
}

function readSamples(reader: BitReader, { type, length, bitDepth }: Subframe): Int32Array {
  const samples = new Int32Array(length);
  if (type === 0) return samples.fill(reader.readSigned(bitDepth));
  if (type === 1) {
    for (let i = 0; i < length; i++) samples[i] = reader.readSigned(bitDepth);
    return samples;
  }
  const order = type >= 32 ? type - 31 : type >= 8 && type <= 12 ? type - 8 : -1;
  if (order < 0 || order > length) throw new BrokenFrameError('reserved subframe type');
  for (let i = 0; i < order; i++) samples[i] = reader.readSigned(bitDepth);
  if (type < 32) {
    readResidual(reader, samples, order);
    addPredictor(samples, { coefficients: FIXED_PREDICTORS[order], shift: 0, bits: bitDepth + 4 });
    return samples;
  }
  const precision = reader.readUnsigned(4) + 1;
  const shift = reader.readSigned(5);
  if (precision === 16 || shift < 0) throw new BrokenFrameError('invalid predictor');
  const coefficients = Array.from({ length: order }, () => reader.readSigned(precision));
  readResidual(reader, samples, order);
  const bits = bitDepth + precision + Math.ceil(Math.log2(order));
  addPredictor(samples, { coefficients, shift, bits });
  return samples;
}

/** Rice-coded differences, written behind the `order` warm-up samples. */
function readResidual(reader: BitReader, samples: Int32Array, order: number): void {
  const method = reader.readUnsigned(2);
  if (method > 1) throw new BrokenFrameError('reserved residual coding');
  const parameterBits = method === 0 ? 4 : 5;
  const escape = method === 0 ? 15 : 31;
  const partitions = 1 << reader.readUnsigned(4);
  const partitionLength = samples.length / partitions;
  if (!Number.isInteger(partitionLength) || partitionLength < order) {
    throw new BrokenFrameError('partitions that do not fit');
  }
  let i = order;
  for (let partition = 1; partition <= partitions; partition++) {
    const end = partition * partitionLength;
    const parameter = reader.readUnsigned(parameterBits);
    if (parameter === escape) {
      const bits = reader.readUnsigned(5);
      for (; i < end; i++) samples[i] = reader.readSigned(bits);
    } else {
      for (; i < end; i++) samples[i] = reader.readRice(parameter);
    }
  }
}

interface Predictor {
  coefficients: readonly number[];
  shift: number;
  /** What its largest sum needs. */
  bits: number;
}

function addPredictor(samples: Int32Array, { coefficients, shift, bits }: Predictor): void {
  if (bits <= 32) addPredictionInt32(samples, coefficients, shift);
  else addPrediction(samples, coefficients, shift);
}

function addPrediction(samples: Int32Array, coefficients: readonly number[], shift: number): void {
  const order = coefficients.length;
  const divisor = 2 ** shift;
  for (let i = order; i < samples.length; i++) {
    let sum = 0;
    for (let j = 0; j < order; j++) sum += coefficients[j] * samples[i - 1 - j];
    samples[i] += Math.floor(sum / divisor);
  }
}

/** The same where no intermediate sum needs more than 32 bits: twice as fast. */
function addPredictionInt32(
  samples: Int32Array,
  coefficients: readonly number[],
  shift: number,
): void {
  const order = coefficients.length;
  const taps = Int32Array.from(coefficients);
  for (let i = order; i < samples.length; i++) {
    let sum = 0;
    for (let j = 0; j < order; j++) sum = (sum + Math.imul(taps[j], samples[i - 1 - j])) | 0;
    samples[i] += sum >> shift;
  }
}

function undoStereo([first, second]: Int32Array[], mode: FlacFrameHeader['stereoMode']): void {
  if (mode === 'left-side') for (let i = 0; i < first.length; i++) second[i] = first[i] - second[i];
  if (mode === 'side-right') for (let i = 0; i < first.length; i++) first[i] += second[i];
  if (mode !== 'mid-side') return;
  for (let i = 0; i < first.length; i++) {
    const side = second[i];
    const middle = first[i] * 2 + (side & 1);
    first[i] = (middle + side) / 2;
    second[i] = (middle - side) / 2;
  }
}
