import type { RunOptions } from '../progress.js';
import type { Tags } from './tags.js';

/** What is known of a sound file once it is decoded. */
export interface AudioInfo {
  /** `wav`, `aiff`, `flac`, `mp3`, `ogg`, `mp4`, `matroska`, `adts` … */
  container: string;
  /** `pcm`, `flac`, `mp3`, `aac`, `vorbis`, `opus` … */
  codec: string;
  sampleRate: number;
  /** Of the file; what is decoded has 1 or 2. */
  numberOfChannels: number;
  /** Samples per channel that were decoded. */
  length: number;
  durationSeconds: number;
  bitDepth?: number;
  tags: Tags;
  /** What is wrong with the file but can be lived with, in words: cut off, silent, clipped … */
  warnings: string[];
}

/** What a file may be at most; more is refused. */
export interface DecodeLimits {
  maxDurationSeconds: number;
  /** The setting that raises it, for messages. */
  durationSetting?: string;
  /** Of the file. */
  maxBytes: number;
  maxChannels: number;
}

/** How a file is decoded. */
export interface DecodeOptions extends RunOptions {
  limits: DecodeLimits;
  /** `auto` (when it is on the PATH), `off`, or the path of the program. It reads what our own
   *  decoders can't. */
  ffmpeg: string;
}
