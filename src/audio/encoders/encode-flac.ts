import { createHash } from 'node:crypto';
import type { RunOptions } from '../../progress.js';
import type { AudioStream } from '../audio-stream.js';
import type { Tags } from '../tags.js';
import { concat, uint24be, utf8 } from '../bytes.js';
import { encodePackets } from './encode-packets.js';
import { interleaveInt32 } from './interleave.js';
import { vorbisCommentBlock } from './vorbis-comment-block.js';
import { writeFileWhole } from './write-file.js';

const BIT_DEPTH = 24;
const BLOCK_STREAMINFO = 0;
const BLOCK_VORBIS_COMMENT = 4;
const LAST_BLOCK = 0x80;
/** The encoder's header starts with `fLaC` and the head of STREAMINFO. */
const STREAMINFO_START = 8;
const STREAMINFO_BYTES = 34;

/** Writes `stream` as 24-bit FLAC with its exact length and the checksum of its samples. */
export async function encodeFlac(
  path: string,
  stream: AudioStream,
  { tags, ...run }: RunOptions & { tags: Tags },
): Promise<void> {
  await writeFileWhole(path, async (file) => {
    const comments = metadataBlock(BLOCK_VORBIS_COMMENT | LAST_BLOCK, vorbisCommentBlock(tags));
    const placeholder = new Uint8Array(STREAMINFO_BYTES);
    await file.write(concat(utf8('fLaC'), metadataBlock(BLOCK_STREAMINFO, placeholder), comments));
    const checksum = createHash('md5');
    let minFrame = 0xffffff;
    let maxFrame = 0;
    const { description } = await encodePackets(
      stream,
      {
        codec: 'flac',
        samplesOf: (block) => {
          const samples = interleaveInt32(block, BIT_DEPTH);
          checksum.update(toBytes24(samples));
          return samples;
        },
        onPacket: async (frame) => {
          minFrame = Math.min(minFrame, frame.length);
          maxFrame = Math.max(maxFrame, frame.length);
          await file.write(frame);
        },
      },
      run,
    );
    const info = description.slice(STREAMINFO_START, STREAMINFO_START + STREAMINFO_BYTES);
    info.set(concat(uint24be(minFrame), uint24be(maxFrame)), 4);
    setLength(info, stream.length);
    info.set(checksum.digest(), 18);
    await file.write(info, 0, info.length, STREAMINFO_START);
  });
}

function metadataBlock(type: number, content: Uint8Array): Uint8Array {
  return concat(Uint8Array.of(type), uint24be(content.length), content);
}

/** What the checksum is taken of: little-endian samples in 3 bytes each. */
function toBytes24(samples: Int32Array): Uint8Array {
  const bytes = new Uint8Array(samples.length * 3);
  samples.forEach((sample, i) => {
    bytes[3 * i] = sample >> 8;
    bytes[3 * i + 1] = sample >> 16;
    bytes[3 * i + 2] = sample >> 24;
  });
  return bytes;
}

/** 36 bits, the upper 4 of them in the lower half of byte 13. */
function setLength(info: Uint8Array, length: number): void {
  info[13] = (info[13] & 0xf0) | Math.floor(length / 2 ** 32);
  new DataView(info.buffer).setUint32(14, length % 2 ** 32);
}
