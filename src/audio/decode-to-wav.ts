import { toStereo } from './audio-data.js';
import type { AudioInfo, DecodeOptions } from './audio-info.js';
import { decodeStream } from './decode-stream.js';
import { Resampler } from './resample.js';
import { writeWavInBlocks } from './wav.js';

/** A sound file that was decoded into a WAV file. */
export interface DecodedToWav {
  /** Of the source. */
  info: AudioInfo;
  /** Of the WAV file. */
  sampleRate: number;
  length: number;
}

/** Decodes the sound file at `path` into the WAV file `wavPath`: stereo floats, at the rate that
 *  `rateFor` gives for its own; mono stays mono where `keepsMono`. Memory doesn't grow with its length. Limits and errors are those of
 *  `decodeStream`. */
export async function decodeToWav(
  path: string,
  wavPath: string,
  {
    rateFor,
    keepsMono = false,
    ...options
  }: DecodeOptions & { rateFor: (sourceRate: number) => number; keepsMono?: boolean },
): Promise<DecodedToWav> {
  const blocks = decodeStream(path, options);
  const first = await blocks.next();
  if (first.done) throw new Error('decodeStream ended without audio');
  const sampleRate = rateFor(first.value.sampleRate);
  const resampler = new Resampler(first.value.sampleRate, sampleRate);
  const numberOfChannels = keepsMono ? first.value.channels.length : 2;
  const description = { sampleRate, numberOfChannels, bitDepth: 32 } as const;
  return writeWavInBlocks(wavPath, description, async (append) => {
    let length = 0;
    for (let block = first.value; ;) {
      const next = await blocks.next();
      const resampled = resampler.process(block, next.done === true);
      await append(numberOfChannels === 1 ? resampled : toStereo(resampled));
      length += resampled.length;
      if (next.done) return { info: next.value, sampleRate, length };
      block = next.value;
    }
  });
}
