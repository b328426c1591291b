import { bytesPerFrame, decodePcm } from '../../../src/audio/decoders/pcm-format.js';
import type { ByteSource } from '../../../src/audio/decoders/byte-source.js';
import { readWavHeader } from '../../../src/audio/decoders/wav-header.js';
import type { StemAudio } from './stem-audio.js';

/** Holds every header that we write. */
const headBytes = 32_768;

/** A WAV file that is read from the server stretch by stretch, so that a song of any length takes
 *  no memory.
 *  @throws when the server doesn't send it, or it is no WAV file */
export async function openWavAudio(url: string, signal: AbortSignal): Promise<StemAudio> {
  const source = await remoteBytes(url, signal);
  const { format, dataStart, dataBytes } = await readWavHeader(source);
  const frameBytes = bytesPerFrame(format);
  return {
    sampleRate: format.sampleRate,
    length: dataBytes / frameBytes,
    async read(from, to, readSignal) {
      const range = { start: dataStart + from * frameBytes, length: (to - from) * frameBytes };
      const { bytes } = await fetchRange(url, range, readSignal);
      return decodePcm(bytes, format);
    },
  };
}

/** A file of the server, its head read already. */
async function remoteBytes(url: string, signal: AbortSignal): Promise<ByteSource> {
  const { bytes: head, size } = await fetchRange(url, { start: 0, length: headBytes }, signal);
  return {
    size,
    async readAt(start, length) {
      if (start + length <= head.length) return head.subarray(start, start + length);
      return (await fetchRange(url, { start, length }, signal)).bytes;
    },
  };
}

async function fetchRange(
  url: string,
  { start, length }: { start: number; length: number },
  signal: AbortSignal,
): Promise<{ bytes: Uint8Array; size: number }> {
  const headers = { range: `bytes=${start}-${start + length - 1}` };
  const response = await fetch(url, { headers, signal });
  if (response.status !== 206) throw new Error(`the server answered ${response.status}`);
  const size = Number(response.headers.get('content-range')?.split('/').at(-1));
  return { bytes: new Uint8Array(await response.arrayBuffer()), size };
}
