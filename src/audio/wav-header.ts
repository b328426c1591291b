import type { FileHandle } from 'node:fs/promises';
import { InputError } from '../errors.js';
import { smpteLayout, type Speaker } from './downmix.js';
import { asciiOf, fileChunks, readAt, viewOf, type FileChunk } from './file-chunks.js';
import { bytesPerFrame, type PcmFormat } from './pcm-format.js';
import type { Tags } from './tags.js';

/** Where the samples of a WAV or AIFF file lie and what they mean. */
export interface PcmHeader {
  format: PcmFormat;
  layout: readonly Speaker[];
  /** The valid bits of each sample, for the user's eyes. */
  bitDepth: number;
  codec: string;
  dataStart: number;
  /** Whole frames that are really in the file. */
  dataBytes: number;
  /** The header promises more than the file holds. */
  truncated: boolean;
  tags: Tags;
}

/** Format tags of WAVEFORMATEX that are plain samples. */
const FORMAT_INT = 1;
const FORMAT_FLOAT = 3;
const FORMAT_ALAW = 6;
const FORMAT_MULAW = 7;
const FORMAT_EXTENSIBLE = 0xfffe;

/** The size that writers to a pipe leave in the header: "until the end". */
const UNKNOWN_SIZES = new Set([0, 0xffffffff]);
/** Beyond this, INFO text isn't read. */
const MAX_INFO_BYTES = 1 << 20;

/** Bit order of `dwChannelMask`. */
const MASK_SPEAKERS: readonly Speaker[] = [
  ...(['L', 'R', 'C', 'LFE', 'Lb', 'Rb', 'Lc', 'Rc', 'Cs', 'Ls', 'Rs'] as const),
];

/** Reads the header of a RIFF, RIFX (big-endian) or RF64 WAV file.
 *  @throws InputError `corrupt-audio` (no format, no data, impossible format) or
 *    `unsupported-codec` (compressed WAV) */
export async function readWavHeader(file: FileHandle): Promise<PcmHeader> {
  const { size: fileSize } = await file.stat();
  const littleEndian = asciiOf(await readAt(file, 0, 4), 0, 4) !== 'RIFX';
  let format: WavFormat | undefined;
  let data: FileChunk | undefined;
  let tags: Tags = {};
  let trueDataSize: number | undefined;
  for await (const chunk of fileChunks(file, 12, fileSize, littleEndian)) {
    if (chunk.id === 'ds64') trueDataSize = await readDataSize64(file, chunk);
    if (chunk.id === 'fmt ')
      format ??= parseFormat(await readAt(file, chunk.start, 40), littleEndian);
    if (chunk.id === 'LIST' && chunk.size <= MAX_INFO_BYTES)
      tags = { ...tags, ...(await readInfo(file, chunk)) };
    if (chunk.id === 'data' && !data) {
      if (chunk.size === 0xffffffff && trueDataSize !== undefined) chunk.size = trueDataSize;
      data = { ...chunk };
    }
  }
  if (!format) throw corrupt('it has no "fmt " chunk');
  if (!data) throw corrupt('it has no "data" chunk');
  return { ...format, ...placeData(data, fileSize, bytesPerFrame(format.format)), tags };
}

type WavFormat = Pick<PcmHeader, 'format' | 'layout' | 'bitDepth' | 'codec'>;

function parseFormat(bytes: Uint8Array, littleEndian: boolean): WavFormat {
  if (bytes.length < 16) throw corrupt('its "fmt " chunk is too short');
  const view = viewOf(bytes);
  const tag = view.getUint16(0, littleEndian);
  const extensible = tag === FORMAT_EXTENSIBLE && bytes.length >= 26;
  const numberOfChannels = view.getUint16(2, littleEndian);
  const container = { bitsPerSample: view.getUint16(14, littleEndian) };
  const { encoding, codec } = sampleEncoding(
    extensible ? view.getUint16(24, littleEndian) : tag,
    container.bitsPerSample,
  );
  const validBits = extensible ? view.getUint16(18, littleEndian) : container.bitsPerSample;
  const bytesPerSample = Math.ceil(container.bitsPerSample / 8);
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
  return { format, layout, bitDepth: validBits || container.bitsPerSample, codec };
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
  throw new InputError(
    'unsupported-codec',
    `the WAV file holds compressed audio (format ${tag}), which can't be read`,
    { hint: 'Install ffmpeg, or save it as plain WAV, FLAC or MP3.', details: { tag } },
  );
}

function layoutOfMask(mask: number, numberOfChannels: number): readonly Speaker[] {
  const speakers = MASK_SPEAKERS.filter((_, bit) => mask & (1 << bit));
  return speakers.length === numberOfChannels ? speakers : smpteLayout(numberOfChannels);
}

async function readDataSize64(file: FileHandle, chunk: FileChunk): Promise<number | undefined> {
  const bytes = await readAt(file, chunk.start, 16);
  return bytes.length < 16 ? undefined : Number(viewOf(bytes).getBigUint64(8, true));
}

/** What of the promised data is there. */
function placeData(data: FileChunk, fileSize: number, frameBytes: number) {
  const present = Math.max(0, fileSize - data.start);
  const promised = UNKNOWN_SIZES.has(data.size) ? present : data.size;
  const dataBytes = Math.min(promised, present);
  return {
    dataStart: data.start,
    dataBytes: dataBytes - (dataBytes % frameBytes),
    truncated: promised > present,
  };
}

async function readInfo(file: FileHandle, chunk: FileChunk): Promise<Tags> {
  if (asciiOf(await readAt(file, chunk.start, 4), 0, 4) !== 'INFO') return {};
  const found: Record<string, string> = {};
  for await (const item of fileChunks(file, chunk.start + 4, chunk.start + chunk.size, true)) {
    if (item.size > chunk.size) break;
    found[item.id] = textOf(await readAt(file, item.start, item.size));
  }
  const { INAM: title, IART: artist, IPRD: album, ICMT: comment } = found;
  return {
    ...(title && { title }),
    ...(artist && { artist }),
    ...(album && { album }),
    ...(comment && { comment }),
  };
}

/** Text up to its terminating zero: UTF-8 where it is that, Latin-1 otherwise. */
function textOf(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  const text = end < 0 ? bytes : bytes.subarray(0, end);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(text);
  } catch {
    return new TextDecoder('latin1').decode(text);
  }
}

function corrupt(reason: string): InputError {
  return new InputError('corrupt-audio', `the WAV file is damaged: ${reason}`, {
    hint: 'Export it again from the program that made it.',
  });
}
