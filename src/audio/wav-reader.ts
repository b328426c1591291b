import { open } from 'node:fs/promises';
import { audioData, type AudioData } from './audio-data.js';
import { streamByBlocks, type AudioStream } from './audio-stream.js';
import { fileBytes } from './decoders/byte-source.js';
import { bytesPerFrame, decodePcm } from './decoders/pcm-format.js';
import { readWavHeader } from './decoders/wav-header.js';

/** An open WAV file, to be read from its start or stretch by stretch in any order. */
export interface WavReader extends AudioStream {
  /** Samples `from`…`to` of all channels. */
  read(from: number, to: number): Promise<AudioData>;
}

/** Opens a WAV file that we wrote ourselves (a step's file), as it is: no limits, no downmix; and
 *  closes it once `use` is through with it.
 *  @returns what `use` returned
 *  @throws InputError for what is no plain WAV file */
export async function openWav<T>(path: string, use: (wav: WavReader) => Promise<T>): Promise<T> {
  const file = await open(path);
  try {
    const source = await fileBytes(file);
    const { format, dataStart, dataBytes } = await readWavHeader(source);
    const frameBytes = bytesPerFrame(format);
    const { sampleRate, numberOfChannels } = format;
    const read = async (from: number, to: number) => {
      const bytes = await source.readAt(dataStart + from * frameBytes, (to - from) * frameBytes);
      return audioData(sampleRate, decodePcm(bytes, format));
    };
    const shape = { sampleRate, numberOfChannels, length: dataBytes / frameBytes };
    return await use({ ...streamByBlocks(shape, read), read });
  } finally {
    await file.close();
  }
}
