import { registerAacEncoder } from '@mediabunny/aac-encoder';
import { registerFlacEncoder } from '@mediabunny/flac-encoder';
import { registerMp3Encoder } from '@mediabunny/mp3-encoder';
import { AudioSample, AudioSampleSource, MkvOutputFormat, NullTarget, Output } from 'mediabunny';
import { checkpoint, type RunOptions } from '../../progress.js';
import type { AudioData } from '../audio-data.js';
import { inBlocksOf, type AudioStream } from '../audio-stream.js';

/** Samples per channel that are handed over at a time: about a second. */
const BLOCK_LENGTH = 1 << 15;

/** What is known of an encoding once it is done. */
export interface EncodedPackets {
  /** The encoder's own header: AudioSpecificConfig for AAC, `fLaC` and STREAMINFO for FLAC. */
  description: Uint8Array;
  /** How many packets there were. */
  count: number;
}

interface EncodeSettings {
  codec: 'aac' | 'flac' | 'mp3';
  bitsPerSecond?: number;
  /** The block's samples, interleaved, as the encoder wants them. */
  samplesOf: (block: AudioData) => Int32Array<ArrayBuffer> | Float32Array<ArrayBuffer>;
  /** Called with each packet, in order; awaited before the next block of samples goes in. */
  onPacket: (packet: Uint8Array) => Promise<void>;
}

/** Runs `stream` through an encoder of mediabunny (wasm, in a thread of its own) and hands on the
 *  bare packets. What mediabunny would write around them is dropped, since its files carry dates
 *  and no gapless lengths. */
export async function encodePackets(
  stream: AudioStream,
  settings: EncodeSettings,
  run: RunOptions,
): Promise<EncodedPackets> {
  registerEncoders();
  const result: EncodedPackets = { description: new Uint8Array(0), count: 0 };
  const queue: Uint8Array[] = [];
  const source = new AudioSampleSource({
    codec: settings.codec,
    ...(settings.bitsPerSecond && { bitrate: settings.bitsPerSecond }),
    onEncodedPacket: (packet, meta) => {
      queue.push(packet.data);
      const { description } = meta?.decoderConfig ?? {};
      if (description) result.description = bytesOf(description);
    },
  });
  const output = new Output({ format: new MkvOutputFormat(), target: new NullTarget() });
  output.addAudioTrack(source);
  const drain = async () => {
    result.count += queue.length;
    for (const packet of queue.splice(0)) await settings.onPacket(packet);
  };
  try {
    await output.start();
    let position = 0;
    for await (const block of inBlocksOf(BLOCK_LENGTH, stream)) {
      await addSamples(source, stream, { from: position, data: settings.samplesOf(block) });
      await drain();
      position += block.length;
      await checkpoint(run, position / stream.length);
    }
    await output.finalize();
    await drain();
  } catch (error) {
    await output.cancel();
    throw error;
  }
  return result;
}

/** Safe to call often: mediabunny's functions do nothing the second time. */
function registerEncoders(): void {
  registerAacEncoder();
  registerFlacEncoder();
  registerMp3Encoder();
}

async function addSamples(
  source: AudioSampleSource,
  { sampleRate, numberOfChannels }: AudioStream,
  { from, data }: { from: number; data: Int32Array<ArrayBuffer> | Float32Array<ArrayBuffer> },
): Promise<void> {
  const sample = new AudioSample({
    data,
    format: data instanceof Int32Array ? 's32' : 'f32',
    numberOfChannels,
    sampleRate,
    timestamp: from / sampleRate,
  });
  await source.add(sample);
  sample.close();
}

function bytesOf(source: AllowSharedBufferSource): Uint8Array {
  return ArrayBuffer.isView(source)
    ? new Uint8Array(source.buffer, source.byteOffset, source.byteLength)
    : new Uint8Array(source);
}
