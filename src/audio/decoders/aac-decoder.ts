import type { AudioBuffer, OfflineAudioContext } from 'node-web-audio-api';
import { ModelError } from '../../errors.js';
import type { AacConfig } from './aac-config.js';
import { corruptAudio } from './sound-source.js';

/** Samples of each channel in a frame of AAC-LC. */
const AAC_FRAME_LENGTH = 1024;
/** Frames that are decoded at a time: about 10 s. */
const FRAMES_PER_BATCH = 430;
/** A batch takes 0.1 s; one that takes longer than this hangs. */
const BATCH_TIMEOUT_MS = 60_000;

/** Decodes AAC-LC frames with ADTS headers. The decoder takes whole files only, so each batch of
 *  frames is one, led by the last frame of the batch before, whose overlap its first frame needs. */
export async function* aacBlocks(
  adtsFrames: AsyncIterable<Uint8Array>,
  config: AacConfig,
  warnings: string[],
): AsyncGenerator<Float32Array[]> {
  let batch: Uint8Array[] = [];
  let leading = 0;
  let missing = 0;
  for await (const frame of withEnd(adtsFrames)) {
    if (frame) batch.push(frame);
    const complete = frame ? batch.length - leading >= FRAMES_PER_BATCH : batch.length > leading;
    if (!complete) continue;
    const decoded = await decodeBatch(batch, config);
    const samples = decoded.map((channel) => channel.subarray(leading * AAC_FRAME_LENGTH));
    if (samples.length > 0 && samples[0].length > 0) yield samples;
    missing += batch.length - Math.floor((decoded[0]?.length ?? 0) / AAC_FRAME_LENGTH);
    batch = batch.slice(-1);
    leading = 1;
  }
  if (missing > 0) warnings.push(`${missing} damaged frames were left out`);
}

async function* withEnd<T>(items: AsyncIterable<T>): AsyncGenerator<T | undefined> {
  yield* items;
  yield undefined;
}

async function decodeBatch(
  frames: readonly Uint8Array[],
  { sampleRate, layout }: AacConfig,
): Promise<Float32Array[]> {
  const context = await openContext(sampleRate);
  const bytes = new Uint8Array(Buffer.concat(frames)).buffer;
  try {
    const buffer = await withTimeout(context.decodeAudioData(bytes));
    return layout.map((_, c) => channelOf(buffer, c));
  } catch (error) {
    throw corruptAudio('AAC', 'its frames cannot be decoded', error);
  }
}

/** The native decoder, loaded by the one format that needs it.
 *  @throws ModelError `libasound-missing` where the system lacks a library that it is linked to */
async function openContext(sampleRate: number): Promise<OfflineAudioContext> {
  try {
    const library = await import('node-web-audio-api');
    return new library.OfflineAudioContext(1, 1, sampleRate);
  } catch (cause) {
    throw new ModelError('libasound-missing', "AAC can't be read on this machine yet", {
      hint: 'Install libasound2 (Debian: apt-get install libasound2), or convert the file to WAV.',
      cause,
    });
  }
}

/** A copy: the buffer's own memory belongs to the native side. */
function channelOf(buffer: AudioBuffer, channel: number): Float32Array {
  const samples = new Float32Array(buffer.length);
  if (channel < buffer.numberOfChannels) buffer.copyFromChannel(samples, channel);
  return samples;
}

async function withTimeout<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('the decoder hangs')), BATCH_TIMEOUT_MS);
  });
  return Promise.race([work, timeout]).finally(() => clearTimeout(timer));
}
