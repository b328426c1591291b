import { concat } from '../bytes.js';
import type { RunOptions } from '../../progress.js';
import type { AudioData } from '../audio-data.js';
import type { Tags } from '../tags.js';
import { encodePackets } from './encode-packets.js';
import { interleave } from './interleave.js';
import { box, fileTypeBox, movieBox, type Mp4Track } from './mp4-boxes.js';
import { writeFileWhole } from './write-file.js';

/** Transparent for stereo music with a plain AAC-LC encoder. */
const MAX_BITS_PER_SECOND = 256_000;
/** AAC-LC allows 6 bits per sample of each channel; less than that leaves the encoder a choice. */
const BITS_PER_SAMPLE = 4;
const PACKET_LENGTH = 1024;
/** What the encoder puts before the music: one packet. */
const ENCODER_DELAY = 1024;
const BOX_HEAD_BYTES = 8;

/** Writes mono or stereo `audio` as AAC-LC in MP4, with the edit list from which players know the
 *  exact start and length. The packets are held in memory: 2 MB per minute. */
export async function encodeM4a(
  path: string,
  audio: AudioData,
  { tags, ...run }: RunOptions & { tags: Tags },
): Promise<void> {
  const { sampleRate, length, channels } = audio;
  const bitsPerSecond = Math.min(
    MAX_BITS_PER_SECOND,
    sampleRate * channels.length * BITS_PER_SAMPLE,
  );
  const packets: Uint8Array[] = [];
  const { description } = await encodePackets(
    audio,
    {
      codec: 'aac',
      bitsPerSecond,
      samplesOf: (from, to) => interleave(audio, from, to),
      onPacket: (packet) => {
        packets.push(packet);
        return Promise.resolve();
      },
    },
    run,
  );
  const track: Mp4Track = {
    sampleRate,
    numberOfChannels: channels.length,
    description,
    bitsPerSecond,
    packetBytes: packets.map((packet) => packet.length),
    packetLength: PACKET_LENGTH,
    delay: ENCODER_DELAY,
    length,
    tags,
  };
  const head = fileTypeBox();
  const dataStart = head.length + movieBox(track, 0).length + BOX_HEAD_BYTES;
  await writeFileWhole(path, async (file) => {
    await file.write(concat(head, movieBox(track, dataStart), box('mdat', ...packets)));
  });
}
