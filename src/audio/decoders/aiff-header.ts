import { smpteLayout, type Speaker } from '../downmix.js';
import type { Tags } from '../tags.js';
import { asciiOf, viewOf, type ByteSource } from './byte-source.js';
import { chunksOf, type Chunk } from './chunks.js';
import { bytesPerFrame, type PcmFormat } from './pcm-format.js';
import type { PcmHeader } from './pcm-header.js';
import { corruptAudio, unsupportedCodec } from './sound-source.js';
import { textOf } from './text.js';

/** Texts beyond this aren't read. */
const MAX_TEXT_BYTES = 1 << 20;

/** The encodings of AIFF-C by compression type; plain AIFF is `NONE`. */
const ENCODINGS: Record<string, Partial<PcmFormat> & { encoding: PcmFormat['encoding'] }> = {
  NONE: { encoding: 'int' },
  twos: { encoding: 'int' },
  in24: { encoding: 'int', bytesPerSample: 3 },
  in32: { encoding: 'int', bytesPerSample: 4 },
  sowt: { encoding: 'int', littleEndian: true },
  'raw ': { encoding: 'int', unsigned: true },
  fl32: { encoding: 'float', bytesPerSample: 4 },
  FL32: { encoding: 'float', bytesPerSample: 4 },
  fl64: { encoding: 'float', bytesPerSample: 8 },
  FL64: { encoding: 'float', bytesPerSample: 8 },
  alaw: { encoding: 'alaw', bytesPerSample: 1 },
  ALAW: { encoding: 'alaw', bytesPerSample: 1 },
  ulaw: { encoding: 'mulaw', bytesPerSample: 1 },
  ULAW: { encoding: 'mulaw', bytesPerSample: 1 },
};

/** Channel orders where AIFF differs from WAV. */
const AIFF_LAYOUTS: Record<number, readonly Speaker[]> = {
  4: ['L', 'C', 'R', 'Cs'],
  6: ['L', 'Lc', 'C', 'R', 'Rc', 'Cs'],
};

/** Reads the header of an AIFF or AIFF-C file.
 *  @throws InputError `corrupt-audio` or `unsupported-codec` */
export async function readAiffHeader(source: ByteSource): Promise<PcmHeader> {
  let common: Common | undefined;
  let sound: Chunk | undefined;
  const tags: Tags = {};
  for await (const chunk of chunksOf(source, {
    start: 12,
    end: source.size,
    littleEndian: false,
  })) {
    if (chunk.id === 'COMM')
      common ??= parseCommon(await source.readAt(chunk.start, Math.min(chunk.size, 22)));
    if (chunk.id === 'SSND') sound ??= { ...chunk };
    if (chunk.id === 'NAME') tags.title = await readText(source, chunk);
    if (chunk.id === 'AUTH') tags.artist = await readText(source, chunk);
    if (chunk.id === 'ANNO') tags.comment = await readText(source, chunk);
  }
  if (!common) throw corruptAudio('AIFF', 'it has no "COMM" chunk');
  if (!sound) throw corruptAudio('AIFF', 'it has no "SSND" chunk');
  const { format, bitDepth, promisedLength } = common;
  const layout = AIFF_LAYOUTS[format.numberOfChannels] ?? smpteLayout(format.numberOfChannels);
  const place = await placeData(source, sound, format);
  return { format, layout, bitDepth, codec: codecOf(format), promisedLength, ...place, tags };
}

interface Common {
  format: PcmFormat;
  bitDepth: number;
  promisedLength: number;
}

function parseCommon(bytes: Uint8Array): Common {
  if (bytes.length < 18) throw corruptAudio('AIFF', 'its "COMM" chunk is too short');
  const view = viewOf(bytes);
  const compression = bytes.length >= 22 ? asciiOf(bytes, 18, 22) : 'NONE';
  const bitDepth = view.getUint16(6);
  const known = ENCODINGS[compression] ?? ENCODINGS.NONE;
  if (!ENCODINGS[compression] && /^[\x20-\x7e]{4}$/.test(compression)) {
    throw unsupportedCodec(`AIFF-C audio of type "${compression}"`, { compression });
  }
  const numberOfChannels = view.getUint16(0);
  const bytesPerSample = Math.ceil(bitDepth / 8);
  if (numberOfChannels === 0) throw corruptAudio('AIFF', 'it claims 0 channels');
  if (bitDepth < 1 || bitDepth > 64 || (known.encoding === 'int' && bitDepth > 32)) {
    throw corruptAudio('AIFF', `it claims ${bitDepth} bits per sample`);
  }
  return {
    format: {
      bytesPerSample,
      littleEndian: false,
      unsigned: false,
      sampleRate: extendedToNumber(view, 8),
      numberOfChannels,
      ...known,
    },
    bitDepth,
    promisedLength: view.getUint32(2),
  };
}

/** An 80-bit extended float, rounded: AIFF's sample rates. */
function extendedToNumber(view: DataView, at: number): number {
  const exponent = (view.getUint16(at) & 0x7fff) - 16383 - 63;
  return Math.round(Number(view.getBigUint64(at + 2)) * 2 ** exponent);
}

function codecOf({ encoding }: PcmFormat): string {
  return encoding === 'int' ? 'pcm' : `pcm-${encoding}`;
}

async function placeData(source: ByteSource, sound: Chunk, format: PcmFormat) {
  const head = await source.readAt(sound.start, 8);
  const offset = head.length === 8 ? viewOf(head).getUint32(0) : 0;
  const dataStart = sound.start + 8 + offset;
  const end = Math.min(source.size, sound.start + sound.size);
  const present = Math.max(0, end - dataStart);
  return { dataStart, dataBytes: present - (present % bytesPerFrame(format)) };
}

async function readText(source: ByteSource, chunk: Chunk): Promise<string> {
  return textOf(await source.readAt(chunk.start, Math.min(chunk.size, MAX_TEXT_BYTES)));
}
