import { OggVorbisDecoder } from '@wasm-audio-decoders/ogg-vorbis';
import { quietly } from './quietly.js';

/** Decodes the Ogg pages of one Vorbis stream, from its headers on. The samples behind the end that
 *  the last page names are cut off. */
export async function* vorbisBlocks(
  pages: AsyncIterable<Uint8Array>,
): AsyncGenerator<Float32Array[]> {
  const decoder = new OggVorbisDecoder();
  await decoder.ready;
  try {
    for await (const page of pages) {
      const { result } = quietly(() => decoder.decode(page));
      const { channelData } = await result;
      if (channelData.length > 0) yield channelData;
    }
    const { channelData } = await decoder.flush();
    if (channelData.length > 0) yield channelData;
  } finally {
    decoder.free();
  }
}
