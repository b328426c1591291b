import type { Speaker } from '../downmix.js';
import type { Tags } from '../tags.js';
import { byteBlocks, type ByteSource } from './byte-source.js';
import { bytesPerFrame, decodePcm, type PcmFormat } from './pcm-format.js';
import type { SoundSource } from './sound-source.js';

/** Samples per channel that are read at a time. */
const BLOCK_LENGTH = 65536;

/** Where the samples of an uncompressed file lie and what they mean. */
export interface PcmHeader {
  readonly format: PcmFormat;
  readonly layout: readonly Speaker[];
  /** The valid bits of each sample, for the user's eyes. */
  readonly bitDepth: number;
  readonly codec: string;
  readonly dataStart: number;
  /** Whole frames that are really in the file. */
  readonly dataBytes: number;
  /** Samples per channel that the header promises. */
  readonly promisedLength: number;
  readonly tags: Tags;
}

/** The samples that `header` places in `source`. */
async function* pcmBlocks(
  source: ByteSource,
  { format, dataStart, dataBytes }: PcmHeader,
): AsyncGenerator<Float32Array[]> {
  const blocks = byteBlocks(source, {
    start: dataStart,
    end: dataStart + dataBytes,
    blockBytes: BLOCK_LENGTH * bytesPerFrame(format),
  });
  for await (const bytes of blocks) yield decodePcm(bytes, format);
}

/** A WAV or AIFF file as a sound source. */
export function pcmSource(container: string, source: ByteSource, header: PcmHeader): SoundSource {
  return {
    container,
    codec: header.codec,
    sampleRate: header.format.sampleRate,
    layout: header.layout,
    bitDepth: header.bitDepth,
    tags: header.tags,
    promisedLength: header.promisedLength,
    warnings: [],
    blocks: () => pcmBlocks(source, header),
  };
}
