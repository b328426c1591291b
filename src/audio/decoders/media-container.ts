import {
  ALL_FORMATS,
  EncodedPacketSink,
  Input,
  Logging,
  LogLevel,
  type InputAudioTrack,
  type MetadataTags,
} from 'mediabunny';
import { smpteLayout, type Speaker } from '../downmix.js';
import type { Tags } from '../tags.js';
import { aacBlocks, HIGH_EFFICIENCY_WARNING } from './aac-decoder.js';
import { parseAudioSpecificConfig } from './aac-config.js';
import { OPUS_SAMPLE_RATE } from '../opus-sample-rate.js';
import type { ByteSource } from './byte-source.js';
import { decodeFlacFrame } from './flac-frame.js';
import { mediabunnySource } from './mediabunny-source.js';
import { mpegBlocks } from './mp3.js';
import { readGaplessRange, type GaplessRange } from './mp4-gapless.js';
import { createOpusDecoder, parseOpusHead, VORBIS_LAYOUTS } from './opus-decoder.js';
import { decodePcm, type PcmFormat } from './pcm-format.js';
import { corruptAudio, unsupportedCodec, type SoundSource } from './sound-source.js';
import { oggPagesOf, splitVorbisHeaders } from './vorbis-packets.js';
import { vorbisBlocks } from './vorbis-decoder.js';

/** Packets that are decoded at a time. */
const PACKETS_PER_BLOCK = 100;

/** Opens the first sound track of an MP4, MOV, Matroska or WebM file.
 *  @throws InputError `no-audio` track, `corrupt-audio`, `unsupported-codec` */
export async function openMediaContainer(
  container: 'mp4' | 'matroska',
  source: ByteSource,
): Promise<SoundSource> {
  Logging.level = LogLevel.Silent; // what matters comes as an error
  const input = new Input({ formats: ALL_FORMATS, source: mediabunnySource(source) });
  const track = await firstSoundTrack(input, container);
  const config = await track.getDecoderConfig();
  const codec = await track.getCodec();
  if (!config || !codec) throw unsupportedCodec(`the sound of this ${container} file`);
  const warnings: string[] = [];
  const decoding = chooseDecoding(codec, {
    description: bytesOf(config.description),
    sampleRate: config.sampleRate,
    numberOfChannels: config.numberOfChannels,
    warnings,
  });
  const range =
    container === 'mp4' && !decoding.reduced
      ? await readGaplessRange(source, decoding.sampleRate)
      : undefined;
  return {
    container,
    codec,
    sampleRate: decoding.sampleRate,
    layout: decoding.layout,
    tags: toTags(await input.getMetadataTags()),
    promisedLength: range?.length ?? (await durationOf(track, decoding.sampleRate)),
    ...(decoding.reduced && { reduced: true }),
    warnings,
    blocks: () => {
      const blocks = decoding.blocks(packetsOf(track));
      return cutTo(blocks, range ?? { start: decoding.preSkip ?? 0 });
    },
    close: () => input.dispose(),
  };
}

async function firstSoundTrack(input: Input, container: string): Promise<InputAudioTrack> {
  try {
    const track = await input.getPrimaryAudioTrack();
    if (track) return track;
  } catch (error) {
    throw corruptAudio(container, 'its table of contents cannot be read', error);
  }
  throw corruptAudio(container, 'it holds no sound track');
}

/** In samples, as the table of contents has it. */
async function durationOf(track: InputAudioTrack, sampleRate: number): Promise<number | undefined> {
  const seconds = await track.getDurationFromMetadata();
  return seconds ? Math.round(seconds * sampleRate) : undefined;
}

async function* packetsOf(track: InputAudioTrack): AsyncGenerator<Uint8Array> {
  for await (const packet of new EncodedPacketSink(track).packets()) yield packet.data;
}

interface TrackConfig {
  description: Uint8Array;
  sampleRate: number;
  numberOfChannels: number;
  warnings: string[];
}

interface Decoding {
  sampleRate: number;
  layout: readonly Speaker[];
  /** Samples that every decoder leaves out at the start. */
  preSkip?: number;
  /** Only a part of the sound is decoded. */
  reduced?: boolean;
  blocks(packets: AsyncIterable<Uint8Array>): AsyncGenerator<Float32Array[]>;
}

function chooseDecoding(codec: string, config: TrackConfig): Decoding {
  if (codec === 'aac') return aacDecoding(config);
  if (codec === 'opus') return opusDecoding(config);
  if (codec === 'vorbis') return vorbisDecoding(config);
  if (codec === 'flac') return flacDecoding(config);
  if (codec === 'mp3') return mp3Decoding(config);
  const format = pcmFormatOf(codec, config);
  if (!format) throw unsupportedCodec(`${codec.toUpperCase()} audio`, { codec });
  return {
    sampleRate: format.sampleRate,
    layout: smpteLayout(format.numberOfChannels),
    async *blocks(packets) {
      for await (const packet of packets) yield decodePcm(packet, format);
    },
  };
}

function aacDecoding({ description, warnings }: TrackConfig): Decoding {
  const config = parseAudioSpecificConfig(description);
  if (config.highEfficiency) warnings.push(HIGH_EFFICIENCY_WARNING);
  const { sampleRate, layout, highEfficiency: reduced } = config;
  return {
    sampleRate,
    layout,
    reduced,
    blocks: (packets) => aacBlocks(packets, config, warnings),
  };
}

function opusDecoding({ description, warnings }: TrackConfig): Decoding {
  const head = parseOpusHead(description);
  return {
    sampleRate: OPUS_SAMPLE_RATE,
    layout: head.layout,
    preSkip: head.preSkip,
    async *blocks(packets) {
      const decoder = await createOpusDecoder(head);
      try {
        for await (const batch of batches(packets)) yield decoder.decode(batch);
        if (decoder.damaged > 0) warnings.push(`${decoder.damaged} damaged packets were left out`);
      } finally {
        decoder.free();
      }
    },
  };
}

function vorbisDecoding({ description, sampleRate, numberOfChannels }: TrackConfig): Decoding {
  const headers = splitVorbisHeaders(description);
  return {
    sampleRate,
    layout: VORBIS_LAYOUTS[numberOfChannels] ?? smpteLayout(numberOfChannels),
    blocks: (packets) => vorbisBlocks(oggPagesOf(headers, packets)),
  };
}

function flacDecoding({ sampleRate, numberOfChannels, warnings }: TrackConfig): Decoding {
  return {
    sampleRate,
    layout: smpteLayout(numberOfChannels),
    async *blocks(packets) {
      let damaged = 0;
      for await (const packet of packets) {
        try {
          const { channels } = decodeFlacFrame(packet, 0, { sampleRate, bitDepth: 0 });
          if (channels.length === numberOfChannels) yield channels;
        } catch {
          damaged++;
        }
      }
      if (damaged > 0) warnings.push(`${damaged} damaged frames were left out`);
    },
  };
}

function mp3Decoding({ sampleRate, numberOfChannels, warnings }: TrackConfig): Decoding {
  const layout = smpteLayout(Math.min(2, numberOfChannels));
  return {
    sampleRate,
    layout,
    async *blocks(packets) {
      const batched = (async function* () {
        for await (const batch of batches(packets)) yield new Uint8Array(Buffer.concat(batch));
      })();
      yield* mpegBlocks(batched, { sampleRate, layout, warnings });
    },
  };
}

/** `pcm-s16`, `pcm-f32be`, `pcm-u8`, `alaw` … */
function pcmFormatOf(codec: string, config: TrackConfig): PcmFormat | undefined {
  const { sampleRate, numberOfChannels } = config;
  const shared = { sampleRate, numberOfChannels, unsigned: codec === 'pcm-u8' };
  if (codec === 'alaw' || codec === 'ulaw') {
    const encoding = codec === 'alaw' ? 'alaw' : 'mulaw';
    return { ...shared, encoding, bytesPerSample: 1, littleEndian: true };
  }
  const parts = /^pcm-([suf])(\d+)(be)?$/.exec(codec);
  if (!parts) return undefined;
  return {
    ...shared,
    encoding: parts[1] === 'f' ? 'float' : 'int',
    bytesPerSample: Number(parts[2]) / 8,
    littleEndian: !parts[3],
  };
}

async function* batches(packets: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array[]> {
  let batch: Uint8Array[] = [];
  for await (const packet of packets) {
    batch.push(packet);
    if (batch.length < PACKETS_PER_BLOCK) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

/** Leaves out what lies before and behind `range`. */
async function* cutTo(
  blocks: AsyncIterable<Float32Array[]>,
  { start, length = Infinity }: GaplessRange,
): AsyncGenerator<Float32Array[]> {
  let position = 0;
  for await (const channels of blocks) {
    const blockLength = channels[0]?.length ?? 0;
    const from = Math.min(blockLength, Math.max(0, start - position));
    const to = Math.min(blockLength, Math.max(0, start + length - position));
    position += blockLength;
    if (to > from) yield channels.map((channel) => channel.subarray(from, to));
  }
}

function toTags({ title, artist, album, comment }: MetadataTags): Tags {
  return {
    ...(title && { title }),
    ...(artist && { artist }),
    ...(album && { album }),
    ...(comment && { comment }),
  };
}

function bytesOf(description: AllowSharedBufferSource | undefined): Uint8Array {
  if (!description) return new Uint8Array(0);
  return ArrayBuffer.isView(description)
    ? new Uint8Array(description.buffer, description.byteOffset, description.byteLength)
    : new Uint8Array(description);
}
