import { OggWriter } from '../ogg-writer.js';
import { corruptAudio } from './sound-source.js';

/** Any number does: the pages never leave the process. */
const SERIAL = 1;

/** The three headers of Vorbis as Matroska keeps them: a count, Xiph-laced lengths, then the packets.
 *  @throws InputError `corrupt-audio` */
export function splitVorbisHeaders(description: Uint8Array): Uint8Array[] {
  let at = 1;
  const readLength = () => {
    let length = 0;
    while (description[at] === 255) length += description[at++];
    return length + (description[at++] ?? 0);
  };
  const first = readLength();
  const second = readLength();
  if (description[0] !== 2 || at + first + second >= description.length) {
    throw corruptAudio('Vorbis', 'its headers are incomplete');
  }
  const ends = [at + first, at + first + second, description.length];
  return ends.map((end, i) => description.subarray(i === 0 ? at : ends[i - 1], end));
}

/** Vorbis packets from another container as Ogg pages, which is what the decoder takes. */
export async function* oggPagesOf(
  headers: readonly Uint8Array[],
  packets: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  const ogg = new OggWriter(SERIAL);
  const [identification, ...others] = headers;
  ogg.add(identification, 0);
  yield ogg.flush();
  others.forEach((header) => ogg.add(header, 0));
  yield ogg.flush();
  for await (const packet of packets) {
    const pages = ogg.add(packet, 0);
    if (pages.length > 0) yield pages;
  }
  yield ogg.flush();
}
