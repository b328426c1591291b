import type { RunOptions } from '../../progress.js';
import type { AudioStream } from '../audio-stream.js';
import { crc16Arc } from '../decoders/crc.js';
import { readMpegFrameHeader, type MpegFrameHeader } from '../decoders/mpeg-frame.js';
import { xingOffset } from '../decoders/xing-header.js';
import type { Tags } from '../tags.js';
import { concat, uint16be, uint24be, uint32be, utf8 } from '../bytes.js';
import { encodePackets } from './encode-packets.js';
import { id3Tag } from './id3-writer.js';
import { interleave } from './interleave.js';
import { writeFileWhole } from './write-file.js';

/** The highest that mp3 has at 32 kHz and above; the encoder takes its own highest below that. */
const BITS_PER_SECOND = 320_000;
const LOW_RATE_BITS_PER_SECOND = 160_000;
const LOWEST_HIGH_RATE = 32000;
/** What LAME puts in front of the music (ENCDELAY of its source). */
const ENCODER_DELAY = 576;

/** Writes mono or stereo `stream` as mp3 of constant bit rate, with the LAME tag from which players
 *  know the exact start and length. */
export async function encodeMp3(
  path: string,
  stream: AudioStream,
  { tags, bitsPerSecond, ...run }: RunOptions & { tags: Tags; bitsPerSecond?: number },
): Promise<void> {
  const highest =
    stream.sampleRate >= LOWEST_HIGH_RATE ? BITS_PER_SECOND : LOW_RATE_BITS_PER_SECOND;
  await writeFileWhole(path, async (file) => {
    const id3 = id3Tag(tags);
    await file.write(id3);
    let music: Music | undefined;
    await encodePackets(
      stream,
      {
        codec: 'mp3',
        bitsPerSecond: Math.min(highest, bitsPerSecond ?? highest),
        samplesOf: interleave,
        onPacket: async (frame) => {
          music ??= await reserveInfoFrame(frame, (bytes) => file.write(bytes));
          music.frames++;
          music.bytes += frame.length;
          music.crc = crc16Arc(frame, music.crc);
          await file.write(frame);
        },
      },
      run,
    );
    if (music) {
      const info = infoFrame(music, stream.length);
      await file.write(info, 0, info.length, id3.length);
    }
  });
}

/** What is known of the frames once they are written. */
interface Music {
  /** The first 4 bytes of a frame, and what they mean. */
  head: Uint8Array;
  header: MpegFrameHeader;
  frames: number;
  bytes: number;
  crc: number;
}

async function reserveInfoFrame(
  frame: Uint8Array,
  write: (bytes: Uint8Array) => Promise<unknown>,
): Promise<Music> {
  const head = frame.slice(0, 4);
  head[1] |= 1; // no CRC
  head[2] &= 0xfd; // no padding byte
  const header = readMpegFrameHeader(head, 0);
  if (!header) throw new Error('the mp3 encoder returned no frame');
  await write(new Uint8Array(header.frameBytes));
  return { head, header, frames: 0, bytes: 0, crc: 0 };
}

/** The first frame, silent, with the Info tag of Xing and the extension of LAME
 *  (gabriel.mp3-tech.org/mp3infotag.html). */
function infoFrame({ head, header, frames, bytes, crc }: Music, length: number): Uint8Array {
  const padding = frames * header.samplesPerFrame - ENCODER_DELAY - length;
  const gaps = (ENCODER_DELAY << 12) | Math.max(0, Math.min(0xfff, padding));
  const allBytes = header.frameBytes + bytes;
  const tag = concat(
    utf8('Info'),
    uint32be(0b1111), // frames, bytes, table of contents and quality follow
    uint32be(frames),
    uint32be(allBytes),
    Uint8Array.from({ length: 100 }, (_, percent) => Math.floor((percent * 256) / 100)),
    uint32be(0), // quality: unknown
    utf8('LAME3.100'),
    Uint8Array.of(0x01, 0), // tag revision 0, constant bit rate; low-pass unknown
    new Uint8Array(8), // peak and replay gain: unknown
    Uint8Array.of(0, Math.min(255, header.kilobits)), // flags; kbit/s, where 255 is that or more
    uint24be(gaps),
    new Uint8Array(4), // source, gain, preset: unknown
    uint32be(allBytes),
    uint16be(crc),
  );
  const frame = new Uint8Array(header.frameBytes);
  frame.set(head);
  frame.set(tag, xingOffset(header));
  const tagEnd = xingOffset(header) + tag.length;
  frame.set(uint16be(crc16Arc(frame.subarray(0, tagEnd))), tagEnd);
  return frame;
}
