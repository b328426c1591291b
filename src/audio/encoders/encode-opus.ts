import OpusScript from 'opusscript';
import { checkpoint, type RunOptions } from '../../progress.js';
import type { AudioData } from '../audio-data.js';
import type { Tags } from '../tags.js';
import { concat, uint16le, uint32le, utf8 } from '../bytes.js';
import { OPUS_SAMPLE_RATE } from '../opus-sample-rate.js';
import { OggWriter } from '../ogg-writer.js';
import { vorbisCommentBlock } from './vorbis-comment-block.js';
import { writeFileWhole } from './write-file.js';

/** Transparent for music, by the listening tests that opus-codec.org quotes. */
const BITS_PER_SECOND = 192_000;
/** 20 ms. */
const FRAME_LENGTH = 960;
/** The encoder's look-ahead at 48 kHz (libopus, application "audio"): the decoder leaves it out. */
const PRE_SKIP = 312;
/** "Cant": any number does, as long as it is the same each time. */
const SERIAL = 0x746e6143;
/** Half a second: what is lost where a page is damaged, and how soon a player can begin. */
const FRAMES_PER_PAGE = 25;

/** Writes 48 kHz mono or stereo `audio` as Ogg Opus (RFC 7845) of exactly its length. */
export async function encodeOpus(
  path: string,
  audio: AudioData,
  { tags, ...run }: RunOptions & { tags: Tags },
): Promise<void> {
  const numberOfChannels = audio.channels.length;
  const encoder = new OpusScript(OPUS_SAMPLE_RATE, numberOfChannels, 2049);
  const ogg = new OggWriter(SERIAL);
  const end = audio.length + PRE_SKIP;
  try {
    encoder.setBitrate(BITS_PER_SECOND);
    await writeFileWhole(path, async (file) => {
      ogg.add(opusHead(numberOfChannels), 0);
      await file.write(ogg.flush());
      ogg.add(concat(utf8('OpusTags'), vorbisCommentBlock(tags)), 0);
      await file.write(ogg.flush());
      for (let from = 0, frame = 0; from < end; from += FRAME_LENGTH, frame++) {
        const packet = encoder.encode(pcm16(audio, from), FRAME_LENGTH);
        await file.write(ogg.add(packet, Math.min(end, from + FRAME_LENGTH)));
        if ((frame + 1) % FRAMES_PER_PAGE === 0 && from + FRAME_LENGTH < end) {
          await file.write(ogg.flush());
          await checkpoint(run, from / end);
        }
      }
      await file.write(ogg.flush(true));
    });
  } finally {
    encoder.delete();
  }
}

/** The identification header. */
function opusHead(numberOfChannels: number): Uint8Array {
  return concat(
    utf8('OpusHead'),
    Uint8Array.of(1, numberOfChannels),
    uint16le(PRE_SKIP),
    uint32le(OPUS_SAMPLE_RATE),
    uint16le(0), // output gain
    Uint8Array.of(0), // mono or stereo
  );
}

/** A frame of interleaved 16-bit samples; zeros behind the end. */
function pcm16({ channels }: AudioData, from: number): Buffer {
  const samples = new Int16Array(FRAME_LENGTH * channels.length);
  channels.forEach((channel, c) => {
    const length = Math.min(FRAME_LENGTH, channel.length - from);
    for (let i = 0; i < length; i++) {
      const value = Math.round(channel[from + i] * 32767);
      samples[i * channels.length + c] = Math.max(-32768, Math.min(32767, value));
    }
  });
  return Buffer.from(samples.buffer);
}
