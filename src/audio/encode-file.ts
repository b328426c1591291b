import { InputError } from '../errors.js';
import type { RunOptions } from '../progress.js';
import type { AudioData } from './audio-data.js';
import { resampleStream, streamOf, type AudioStream } from './audio-stream.js';
import { encodeFlac } from './encoders/encode-flac.js';
import { encodeM4a } from './encoders/encode-m4a.js';
import { encodeMp3 } from './encoders/encode-mp3.js';
import { encodeOpus } from './encoders/encode-opus.js';
import type { WavBitDepth } from './encoders/wav-writer.js';
import { OPUS_SAMPLE_RATE } from './opus-sample-rate.js';
import type { OutputFormat } from './output-format.js';
import type { Tags } from './tags.js';
import { encodeWav } from './wav.js';

/** How a file is written. */
export interface EncodeOptions extends RunOptions {
  format: OutputFormat;
  /** For WAV: 16 (dithered), 24 (the default) or 32 (float). The other formats have their own. */
  bitDepth?: WavBitDepth;
  /** For mp3 and m4a; the highest that they have unless given. */
  bitsPerSecond?: number;
  tags?: Tags;
}

/** Sample rates that each format's encoder takes. */
const SAMPLE_RATES: Partial<Record<OutputFormat, readonly number[]>> = {
  flac: [8000, 16000, 22050, 24000, 32000, 44100, 48000, 88200, 96000, 176400, 192000],
  mp3: [8000, 11025, 12000, 16000, 22050, 24000, 32000, 44100, 48000],
  m4a: [8000, 11025, 12000, 16000, 22050, 24000, 32000, 44100, 48000, 88200, 96000],
  opus: [OPUS_SAMPLE_RATE],
};

/** Writes mono or stereo `audio` to `path`, whole or not at all: the same audio and tags always give
 *  the same bytes. A sample rate that the format can't hold is converted. Samples beyond ±1 are
 *  clipped, in all formats but float WAV.
 *  @throws InputError `empty-audio`; CancelledError */
export function encodeFile(path: string, audio: AudioData, options: EncodeOptions): Promise<void> {
  return encodeStream(path, streamOf(audio), options);
}

/** `encodeFile` of sound of any length, in memory that doesn't grow with it. */
export async function encodeStream(
  path: string,
  stream: AudioStream,
  { format, bitDepth = 24, bitsPerSecond, tags = {}, ...run }: EncodeOptions,
): Promise<void> {
  if (stream.length === 0) {
    throw new InputError('empty-audio', 'there is no audio to write: its length is 0');
  }
  const fitting = resampleStream(stream, encodableRate(format, stream.sampleRate));
  if (format === 'flac') return encodeFlac(path, fitting, { tags, ...run });
  if (format === 'mp3') return encodeMp3(path, fitting, { tags, bitsPerSecond, ...run });
  if (format === 'm4a') return encodeM4a(path, fitting, { tags, bitsPerSecond, ...run });
  if (format === 'opus') return encodeOpus(path, fitting, { tags, ...run });
  return encodeWav(path, fitting, { bitDepth, tags, ...run });
}

/** `sampleRate`, or where the format has no such rate the nearest relative of 44.1 or 48 kHz. */
function encodableRate(format: OutputFormat, sampleRate: number): number {
  const rates = SAMPLE_RATES[format];
  if (!rates || rates.includes(sampleRate)) return sampleRate;
  return sampleRate % 11025 === 0 && rates.includes(44100) ? 44100 : 48000;
}
