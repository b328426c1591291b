import type { FileHandle } from 'node:fs/promises';
import { concat } from '../bytes.js';
import { byteBlocks, fileBytes } from '../decoders/byte-source.js';
import type { RunOptions } from '../../progress.js';
import type { AudioStream } from '../audio-stream.js';
import type { Tags } from '../tags.js';
import { encodePackets } from './encode-packets.js';
import { interleave } from './interleave.js';
import { boxHead, fileTypeBox, movieBox, type Mp4Track } from './mp4-boxes.js';
import { withScratchFile, writeFileWhole } from './write-file.js';

/** Transparent for stereo music with a plain AAC-LC encoder. */
const MAX_BITS_PER_SECOND = 256_000;
/** AAC-LC allows 6 bits per sample of each channel; less than that leaves the encoder a choice. */
const BITS_PER_SAMPLE = 4;
const PACKET_LENGTH = 1024;
/** What the encoder puts before the music: one packet. */
const ENCODER_DELAY = 1024;
const BOX_HEAD_BYTES = 8;
/** Packets are copied so many bytes at a time. */
const COPY_BYTES = 1 << 20;

/** Writes mono or stereo `stream` as AAC-LC in MP4, with the edit list from which players know the
 *  exact start and length. */
export async function encodeM4a(
  path: string,
  stream: AudioStream,
  { tags, bitsPerSecond, ...run }: RunOptions & { tags: Tags; bitsPerSecond?: number },
): Promise<void> {
  // The table of contents comes first, and is only known when all packets are: they wait in a file.
  await withScratchFile(path, async (packets) => {
    const track = await encodeTrack(stream, { packets, tags, bitsPerSecond }, run);
    const head = fileTypeBox();
    const dataStart = head.length + movieBox(track, 0).length + BOX_HEAD_BYTES;
    const dataBytes = track.packetBytes.reduce((sum, bytes) => sum + bytes, 0);
    await writeFileWhole(path, async (file) => {
      await file.write(concat(head, movieBox(track, dataStart), boxHead('mdat', dataBytes)));
      const source = await fileBytes(packets);
      const blocks = byteBlocks(source, { start: 0, end: dataBytes, blockBytes: COPY_BYTES });
      for await (const bytes of blocks) await file.write(bytes);
    });
  });
}

/** Encodes all packets into the file `packets`. */
async function encodeTrack(
  stream: AudioStream,
  { packets, tags, ...asked }: { packets: FileHandle; tags: Tags; bitsPerSecond?: number },
  run: RunOptions,
): Promise<Mp4Track> {
  const { sampleRate, length, numberOfChannels } = stream;
  const bitsPerSecond = Math.min(
    asked.bitsPerSecond ?? MAX_BITS_PER_SECOND,
    sampleRate * numberOfChannels * BITS_PER_SAMPLE,
  );
  const packetBytes: number[] = [];
  const { description } = await encodePackets(
    stream,
    {
      codec: 'aac',
      bitsPerSecond,
      samplesOf: interleave,
      onPacket: async (packet) => {
        packetBytes.push(packet.length);
        await packets.write(packet);
      },
    },
    run,
  );
  return {
    sampleRate,
    numberOfChannels,
    description,
    bitsPerSecond,
    packetBytes,
    packetLength: PACKET_LENGTH,
    delay: ENCODER_DELAY,
    length,
    tags,
  };
}
