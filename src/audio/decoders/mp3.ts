import { MPEGDecoder } from 'mpg123-decoder';
import type { Speaker } from '../downmix.js';
import type { Tags } from '../tags.js';
import { byteBlocks, type ByteSource } from './byte-source.js';
import { findMpegFrame, readMpegFrameHeader, type MpegFrameHeader } from './mpeg-frame.js';
import { quietly } from './quietly.js';
import { changingFormat, corruptAudio, type SoundSource } from './sound-source.js';
import { readXingHeader, type XingHeader } from './xing-header.js';

/** Bytes that are decoded at a time: what the decoder's own buffer holds. */
const BLOCK_BYTES = 1 << 16;
/** How far the first frame is looked for behind the tags. */
const SEARCH_BYTES = 1 << 16;
/** What every mp3 decoder adds to the encoder's delay. */
const DECODER_DELAY = 529;

/** Opens an MPEG audio file (layers I–III) whose frames start at or soon behind `start`.
 *  @throws InputError `corrupt-audio` where no frame is found */
export async function openMp3(
  source: ByteSource,
  { start, end = source.size, tags = {} }: { start: number; end?: number; tags?: Tags },
): Promise<SoundSource> {
  const head = await source.readAt(start, SEARCH_BYTES);
  const firstFrame = findMpegFrame(head);
  const header = firstFrame === undefined ? undefined : readMpegFrameHeader(head, firstFrame);
  if (firstFrame === undefined || !header) throw corruptAudio('MP3', 'it holds no audio frames');
  const xing = readXingHeader(head.subarray(firstFrame), header);
  const layout: Speaker[] = header.numberOfChannels === 1 ? ['C'] : ['L', 'R'];
  const warnings: string[] = [];
  return {
    container: 'mp3',
    codec: `mp${header.layer}`,
    sampleRate: header.sampleRate,
    layout,
    tags,
    promisedLength: promisedLength(header, xing),
    warnings,
    blocks: () => {
      const range = { start: start + firstFrame, end, blockBytes: BLOCK_BYTES };
      return mpegBlocks(byteBlocks(source, range), { ...header, layout, warnings });
    },
  };
}

/** Decodes the bytes of an MPEG audio stream, without the delay and padding that a LAME tag in it
 *  names.
 *  @throws InputError `changing-format` */
export async function* mpegBlocks(
  stream: AsyncIterable<Uint8Array>,
  options: { sampleRate: number; layout: readonly Speaker[]; warnings: string[] },
): AsyncGenerator<Float32Array[]> {
  const { sampleRate, layout, warnings } = options;
  const decoder = new MPEGDecoder();
  await decoder.ready;
  let damaged = 0;
  try {
    for await (const bytes of stream) {
      const { result, complaints } = decode(decoder, bytes);
      damaged += complaints;
      if (result.samplesDecoded === 0) continue;
      if (result.sampleRate !== sampleRate) {
        throw changingFormat('sample rate', sampleRate, result.sampleRate);
      }
      yield result.channelData.slice(0, layout.length);
    }
  } finally {
    decoder.free();
  }
  if (damaged > 0) warnings.push(`${damaged} damaged frames were left out`);
}

function decode(decoder: MPEGDecoder, bytes: Uint8Array) {
  try {
    return quietly(() => decoder.decode(bytes));
  } catch (error) {
    throw corruptAudio('MP3', 'its frames cannot be decoded', error);
  }
}

function promisedLength(header: MpegFrameHeader, xing: XingHeader | undefined): number | undefined {
  if (!xing?.frames) return undefined;
  const all = xing.frames * header.samplesPerFrame;
  const gapless = xing.delay + xing.padding > 0;
  return Math.max(0, gapless ? all - xing.delay - Math.max(xing.padding, DECODER_DELAY) : all);
}
