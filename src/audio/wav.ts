import { checkpoint, type RunOptions } from '../progress.js';
import { audioData, type AudioData } from './audio-data.js';
import { streamOf, type AudioStream } from './audio-stream.js';
import {
  encodeSamples,
  wavHeader,
  type WavBitDepth,
  type WavDescription,
} from './encoders/wav-writer.js';
import { writeFileWhole } from './encoders/write-file.js';
import type { Tags } from './tags.js';
import { openWav } from './wav-reader.js';

/** Reads a WAV file that we wrote ourselves (a step's file) whole, as it is: no limits, no downmix.
 *  What `writeWav` wrote as 32 bits comes back bit by bit.
 *  @throws InputError for what is no plain WAV file */
export function readWav(path: string): Promise<AudioData> {
  return openWav(path, async (wav) => {
    const { sampleRate, numberOfChannels, length } = wav;
    const channels = Array.from({ length: numberOfChannels }, () => new Float32Array(length));
    let position = 0;
    for await (const block of wav.blocks()) {
      block.channels.forEach((samples, c) => channels[c].set(samples, position));
      position += block.length;
    }
    return audioData(sampleRate, channels);
  });
}

/** Writes `audio` as WAV: 32 bits are floats, unchanged; 24 are rounded; 16 carry TPDF dither, the
 *  same for the same audio. Samples beyond ±1 are clipped in 16 and 24 bits. The file appears
 *  whole or not at all.
 *  @throws InputError `too-long` beyond the 4 GiB that WAV can hold */
export async function writeWav(
  path: string,
  audio: AudioData,
  bitDepth: WavBitDepth = 32,
): Promise<void> {
  await encodeWav(path, streamOf(audio), { bitDepth });
}

/** `writeWav` of a stream, with tags, progress and cancelling. */
export async function encodeWav(
  path: string,
  stream: AudioStream,
  { bitDepth, tags, ...run }: RunOptions & { bitDepth: WavBitDepth; tags?: Tags },
): Promise<void> {
  const { sampleRate, numberOfChannels } = stream;
  const description = { sampleRate, numberOfChannels, bitDepth, tags };
  await writeWavInBlocks(path, description, async (append) => {
    let position = 0;
    for await (const block of stream.blocks()) {
      await append(block);
      position += block.length;
      await checkpoint(run, position / stream.length);
    }
  });
}

/** Writes a WAV file of any length block by block: `write` is given the function that appends them.
 *  The file appears whole, once `write` is done, or not at all.
 *  @returns what `write` returned
 *  @throws InputError `too-long` beyond the 4 GiB that WAV can hold */
export function writeWavInBlocks<T>(
  path: string,
  description: WavDescription,
  write: (append: (block: AudioData) => Promise<void>) => Promise<T>,
): Promise<T> {
  return writeFileWhole(path, async (file) => {
    const { bitDepth, numberOfChannels } = description;
    let length = 0;
    await file.write(wavHeader(description, length));
    const result = await write(async (block) => {
      await file.write(encodeSamples(block, { bitDepth, position: length }));
      length += block.length;
    });
    if ((length * numberOfChannels * bitDepth) % 16 !== 0) await file.write(new Uint8Array(1));
    const header = wavHeader(description, length);
    await file.write(header, 0, header.length, 0);
    return result;
  });
}
