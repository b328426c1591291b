import type { Tags } from '../tags.js';
import { aacBlocks } from './aac-decoder.js';
import { adtsHeaderBytes, parseAdtsHeader } from './aac-config.js';
import type { ByteSource } from './byte-source.js';
import { adtsFrameBytes } from './sniff-container.js';
import { changingFormat, unsupportedCodec, type SoundSource } from './sound-source.js';

/** Bytes that are read at a time; frames are 8 KB at most. */
const WINDOW_BYTES = 1 << 18;
const MAX_FRAME_BYTES = 1 << 13;

/** Opens a bare AAC stream with ADTS headers, which starts at `start`.
 *  @throws InputError `unsupported-codec` */
export async function openAdts(
  source: ByteSource,
  { start, tags }: { start: number; tags: Tags },
): Promise<SoundSource> {
  const header = await source.readAt(start, 7);
  const config = parseAdtsHeader(header);
  if (header[6] & 3) throw unsupportedCodec('AAC of several blocks to a frame');
  const warnings: string[] = [];
  return {
    container: 'adts',
    codec: 'aac',
    sampleRate: config.sampleRate,
    layout: config.layout,
    tags,
    warnings,
    blocks: () => aacBlocks(adtsFrames(source, start), config, warnings),
  };
}

/** The data of all whole frames, junk between them skipped. */
async function* adtsFrames(source: ByteSource, start: number): AsyncGenerator<Uint8Array> {
  let windowStart = start;
  let window = await source.readAt(windowStart, WINDOW_BYTES);
  let at = 0;
  let firstRate: number | undefined;
  for (;;) {
    if (window.length - at < MAX_FRAME_BYTES && windowStart + window.length < source.size) {
      windowStart += at;
      window = await source.readAt(windowStart, WINDOW_BYTES);
      at = 0;
    }
    if (at + 7 > window.length) return;
    const length = adtsFrameBytes(window, at);
    if (length === undefined || at + length > window.length) {
      at++;
      continue;
    }
    const frame = window.slice(at, at + length);
    const { sampleRate } = parseAdtsHeader(frame);
    firstRate ??= sampleRate;
    if (sampleRate !== firstRate) throw changingFormat('sample rate', firstRate, sampleRate);
    yield frame.subarray(adtsHeaderBytes(frame));
    at += length;
  }
}
