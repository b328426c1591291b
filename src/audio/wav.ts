import { open } from 'node:fs/promises';
import { checkpoint, type RunOptions } from '../progress.js';
import { audioData, type AudioData } from './audio-data.js';
import { fileBytes } from './decoders/byte-source.js';
import { pcmBlocks } from './decoders/pcm-header.js';
import { bytesPerFrame } from './decoders/pcm-format.js';
import { readWavHeader } from './decoders/wav-header.js';
import { encodeSamples, wavHeader, type WavBitDepth } from './encoders/wav-writer.js';
import { writeFileWhole } from './encoders/write-file.js';
import type { Tags } from './tags.js';

/** Samples per channel that are written at a time. */
const BLOCK_LENGTH = 65536;

/** Reads a WAV file that we wrote ourselves (a step's file) whole, as it is: no limits, no downmix.
 *  What `writeWav` wrote as 32 bits comes back bit by bit.
 *  @throws InputError for what is no plain WAV file */
export async function readWav(path: string): Promise<AudioData> {
  const file = await open(path);
  try {
    const source = await fileBytes(file);
    const header = await readWavHeader(source);
    const length = header.dataBytes / bytesPerFrame(header.format);
    const channels = Array.from(header.layout, () => new Float32Array(length));
    let position = 0;
    for await (const block of pcmBlocks(source, header)) {
      block.forEach((samples, c) => channels[c].set(samples, position));
      position += block[0].length;
    }
    return audioData(header.format.sampleRate, channels);
  } finally {
    await file.close();
  }
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
  await encodeWav(path, audio, { bitDepth });
}

/** `writeWav` with tags, progress and cancelling. */
export async function encodeWav(
  path: string,
  audio: AudioData,
  { bitDepth, tags = {}, ...run }: RunOptions & { bitDepth: WavBitDepth; tags?: Tags },
): Promise<void> {
  await writeFileWhole(path, async (file) => {
    await file.write(wavHeader(audio, bitDepth, tags));
    for (let from = 0; from < audio.length; from += BLOCK_LENGTH) {
      const to = Math.min(audio.length, from + BLOCK_LENGTH);
      await file.write(encodeSamples(audio, { from, to, bitDepth }));
      await checkpoint(run, to / audio.length);
    }
    if (dataIsOdd(audio, bitDepth)) await file.write(new Uint8Array(1));
  });
}

function dataIsOdd(audio: AudioData, bitDepth: WavBitDepth): boolean {
  return (audio.length * audio.channels.length * bitDepth) % 16 !== 0;
}
