import OpusScript from 'opusscript';
import { checkpoint, type RunOptions } from '../../progress.js';
import type { AudioData } from '../audio-data.js';
import { inBlocksOf, type AudioStream } from '../audio-stream.js';
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
const PAGE_LENGTH = 25 * FRAME_LENGTH;

/** Writes 48 kHz mono or stereo `stream` as Ogg Opus (RFC 7845) of exactly its length. */
export async function encodeOpus(
  path: string,
  stream: AudioStream,
  { tags, ...run }: RunOptions & { tags: Tags },
): Promise<void> {
  const { numberOfChannels } = stream;
  const encoder = new OpusScript(OPUS_SAMPLE_RATE, numberOfChannels, 2049);
  const ogg = new OggWriter(SERIAL);
  const end = stream.length + PRE_SKIP;
  try {
    encoder.setBitrate(BITS_PER_SECOND);
    await writeFileWhole(path, async (file) => {
      ogg.add(opusHead(numberOfChannels), 0);
      await file.write(ogg.flush());
      ogg.add(concat(utf8('OpusTags'), vorbisCommentBlock(tags)), 0);
      await file.write(ogg.flush());
      let to = 0;
      for await (const frame of frames(stream, end)) {
        to += FRAME_LENGTH;
        await file.write(ogg.add(encoder.encode(frame, FRAME_LENGTH), Math.min(end, to)));
        if (to % PAGE_LENGTH === 0 && to < end) {
          await file.write(ogg.flush());
          await checkpoint(run, to / end);
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

/** Frames of interleaved 16-bit samples up to sample `end`, which lies behind the stream's own. */
async function* frames(stream: AudioStream, end: number): AsyncGenerator<Buffer> {
  let position = 0;
  for await (const block of inBlocksOf(FRAME_LENGTH, stream)) {
    yield pcm16(block);
    position += FRAME_LENGTH;
  }
  const silence = new Int16Array(FRAME_LENGTH * stream.numberOfChannels);
  for (; position < end; position += FRAME_LENGTH) yield Buffer.from(silence.buffer);
}

/** One frame, with zeros where `block` is shorter. */
function pcm16({ channels, length }: AudioData): Buffer {
  const samples = new Int16Array(FRAME_LENGTH * channels.length);
  channels.forEach((channel, c) => {
    for (let i = 0; i < length; i++) {
      const value = Math.round(channel[i] * 32767);
      samples[i * channels.length + c] = Math.max(-32768, Math.min(32767, value));
    }
  });
  return Buffer.from(samples.buffer);
}
