import { smpteLayout, type Speaker } from '../downmix.js';
import type { Tags } from '../tags.js';
import { asciiOf, viewOf, type ByteSource } from './byte-source.js';
import { chunksOf, type Chunk } from './chunks.js';
import { bytesPerFrame, type PcmFormat } from './pcm-format.js';
import type { PcmHeader } from './pcm-header.js';
import { corruptAudio, unsupportedCodec } from './sound-source.js';
import { textOf } from './text.js';

/** Format tags of WAVEFORMATEX that are plain samples. */
const FORMAT_INT = 1;
const FORMAT_FLOAT = 3;
const FORMAT_ALAW = 6;
const FORMAT_MULAW = 7;
const FORMAT_EXTENSIBLE = 0xfffe;
/** MPEG layers II and III, which keep their own frames in the data chunk. */
const MPEG_FORMATS = new Set([0x50, 0x55]);

/** Writers to a pipe leave 0 as the size, or (SoX) this and more: "until the end". */
const UNKNOWN_SIZE = 0x7ffff000;
/** Beyond this, INFO text isn't read. */
const MAX_INFO_BYTES = 1 << 20;

/** Bit order of `dwChannelMask`. */
const MASK_SPEAKERS: readonly Speaker[] = [
  ...(['L', 'R', 'C', 'LFE', 'Lb', 'Rb', 'Lc', 'Rc', 'Cs', 'Ls', 'Rs'] as const),
];

/** The chunks of a WAV file that matter. */
export interface WavChunks {
  littleEndian: boolean;
  /** Up to 40 bytes of the format chunk. */
  format: Uint8Array;
  data: Chunk;
  tags: Tags;
}

/** Reads the header of a RIFF, RIFX (big-endian) or RF64 WAV file.
 *  @throws InputError `corrupt-audio` (no format, no data, impossible format) or
 *    `unsupported-codec` (compressed WAV) */
export async function readWavHeader(source: ByteSource): Promise<PcmHeader> {
  return pcmHeaderOf(await scanWav(source), source.size);
}

/** @throws InputError `corrupt-audio` when the format or the data are missing */
export async function scanWav(source: ByteSource): Promise<WavChunks> {
  const littleEndian = asciiOf(await source.readAt(0, 4)) !== 'RIFX';
  let format: Uint8Array | undefined;
  let data: Chunk | undefined;
  let tags: Tags = {};
  let trueDataSize: number | undefined;
  for await (const chunk of chunksOf(source, { start: 12, end: source.size, littleEndian })) {
    if (chunk.id === 'ds64') trueDataSize = await readDataSize64(source, chunk);
    if (chunk.id === 'fmt ') format ??= await source.readAt(chunk.start, Math.min(40, chunk.size));
    if (chunk.id === 'LIST') tags = { ...tags, ...(await readInfo(source, chunk)) };
    if (chunk.id !== 'data' || data) continue;
    if (chunk.size === 0xffffffff && trueDataSize !== undefined) chunk.size = trueDataSize;
    data = { ...chunk };
  }
  if (!format || format.length < 16) throw corrupt('it has no whole "fmt " chunk');
  if (!data) throw corrupt('it has no "data" chunk');
  return { littleEndian, format, data, tags };
}

/** Whether the data are MPEG audio frames. */
export function isMpegInWav({ format, littleEndian }: WavChunks): boolean {
  return MPEG_FORMATS.has(viewOf(format).getUint16(0, littleEndian));
}

/** @throws as `readWavHeader` */
export function pcmHeaderOf(chunks: WavChunks, fileSize: number): PcmHeader {
  const { data, tags } = chunks;
  const format = parseFormat(chunks.format, chunks.littleEndian);
  return { ...format, ...placeData(data, fileSize, bytesPerFrame(format.format)), tags };
}

type WavFormat = Pick<PcmHeader, 'format' | 'layout' | 'bitDepth' | 'codec'>;

function parseFormat(bytes: Uint8Array, littleEndian: boolean): WavFormat {
  const view = viewOf(bytes);
  const tag = view.getUint16(0, littleEndian);
  const extensible = tag === FORMAT_EXTENSIBLE && bytes.length >= 26;
  const numberOfChannels = view.getUint16(2, littleEndian);
  const bits = view.getUint16(14, littleEndian);
  const { encoding, codec } = sampleEncoding(
    extensible ? view.getUint16(24, littleEndian) : tag,
    bits,
  );
  const validBits = extensible ? view.getUint16(18, littleEndian) : bits;
  const bytesPerSample = Math.ceil(bits / 8);
  const format: PcmFormat = {
    encoding,
    bytesPerSample,
    littleEndian,
    unsigned: bytesPerSample === 1,
    sampleRate: view.getUint32(4, littleEndian),
    numberOfChannels,
  };
  if (numberOfChannels === 0) throw corrupt('it claims 0 channels');
  const mask = extensible ? view.getUint32(20, littleEndian) : 0;
  const layout = layoutOfMask(mask, numberOfChannels);
  return { format, layout, bitDepth: validBits || bits, codec };
}

function sampleEncoding(
  tag: number,
  bits: number,
): { encoding: PcmFormat['encoding']; codec: string } {
  if (tag === FORMAT_INT && bits >= 1 && bits <= 32) return { encoding: 'int', codec: 'pcm' };
  if (tag === FORMAT_FLOAT && (bits === 32 || bits === 64)) {
    return { encoding: 'float', codec: 'pcm-float' };
  }
  if (tag === FORMAT_ALAW && bits === 8) return { encoding: 'alaw', codec: 'pcm-alaw' };
  if (tag === FORMAT_MULAW && bits === 8) return { encoding: 'mulaw', codec: 'pcm-mulaw' };
  if ([FORMAT_INT, FORMAT_FLOAT, FORMAT_ALAW, FORMAT_MULAW].includes(tag)) {
    throw corrupt(`it claims ${bits} bits per sample, which its encoding doesn't have`);
  }
  throw unsupportedCodec(`compressed audio in a WAV file (format ${tag})`, { tag });
}

function layoutOfMask(mask: number, numberOfChannels: number): readonly Speaker[] {
  const speakers = MASK_SPEAKERS.filter((_, bit) => mask & (1 << bit));
  return speakers.length === numberOfChannels ? speakers : smpteLayout(numberOfChannels);
}

async function readDataSize64(source: ByteSource, chunk: Chunk): Promise<number | undefined> {
  const bytes = await source.readAt(chunk.start, 16);
  return bytes.length < 16 ? undefined : Number(viewOf(bytes).getBigUint64(8, true));
}

/** What of the promised data is there. */
function placeData(data: Chunk, fileSize: number, frameBytes: number) {
  const present = Math.max(0, fileSize - data.start);
  const dataBytes = data.size === 0 ? present : Math.min(data.size, present);
  const promised = data.size >= UNKNOWN_SIZE ? dataBytes : Math.max(data.size, dataBytes);
  return {
    dataStart: data.start,
    dataBytes: dataBytes - (dataBytes % frameBytes),
    promisedLength: Math.floor(promised / frameBytes),
  };
}

async function readInfo(source: ByteSource, chunk: Chunk): Promise<Tags> {
  if (chunk.size > MAX_INFO_BYTES) return {};
  if (asciiOf(await source.readAt(chunk.start, 4)) !== 'INFO') return {};
  const found: Record<string, string> = {};
  for await (const item of chunksOf(source, {
    start: chunk.start + 4,
    end: chunk.start + chunk.size,
    littleEndian: true,
  })) {
    if (item.size > chunk.size) break;
    found[item.id] = textOf(await source.readAt(item.start, item.size));
  }
  const { INAM: title, IART: artist, IPRD: album, ICMT: comment } = found;
  return {
    ...(title && { title }),
    ...(artist && { artist }),
    ...(album && { album }),
    ...(comment && { comment }),
  };
}

function corrupt(reason: string): Error {
  return corruptAudio('WAV', reason);
}
