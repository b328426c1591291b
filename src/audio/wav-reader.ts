import { open } from 'node:fs/promises';
import { audioData, type AudioData } from './audio-data.js';
import { fileBytes } from './decoders/byte-source.js';
import { bytesPerFrame, decodePcm } from './decoders/pcm-format.js';
import { readWavHeader } from './decoders/wav-header.js';

/** An open WAV file, to be read stretch by stretch in any order. */
export interface WavReader {
  readonly sampleRate: number;
  readonly numberOfChannels: number;
  /** Samples per channel. */
  readonly length: number;
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
    return await use({
      sampleRate,
      numberOfChannels,
      length: dataBytes / frameBytes,
      async read(from, to) {
        const bytes = await source.readAt(dataStart + from * frameBytes, (to - from) * frameBytes);
        return audioData(sampleRate, decodePcm(bytes, format));
      },
    });
  } finally {
    await file.close();
  }
}
