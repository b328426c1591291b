import { InputError } from '../../errors.js';
import type { Speaker } from '../downmix.js';
import type { Tags } from '../tags.js';

/** An opened sound file of any format, before limits and downmix. */
export interface SoundSource {
  /** `wav`, `mp3`, `flac`, `ogg`, `mp4`, `matroska`, `aiff`, `adts` … */
  readonly container: string;
  /** `pcm`, `mp3`, `flac`, `vorbis`, `opus`, `aac` … */
  readonly codec: string;
  readonly sampleRate: number;
  /** The speaker of each channel. */
  readonly layout: readonly Speaker[];
  readonly bitDepth?: number;
  readonly tags: Tags;
  /** Samples per channel that the header promises. */
  readonly promisedLength?: number;
  /** Our decoder gives only a part of the sound; ffmpeg would give all of it. */
  readonly reduced?: boolean;
  /** What is wrong with the file but can be lived with; complete once `blocks` has ended. */
  readonly warnings: string[];
  /** The samples: planar blocks of one length for all channels of `layout`.
   *  @throws InputError when the file turns out to be unusable */
  blocks(): AsyncGenerator<Float32Array[]>;
  /** Lets go of what was opened, whether or not `blocks` was used. */
  close?(): void;
}

/** The error for a file that is broken.
 *  @param what its format, as people call it
 *  @param reason what is wrong with it */
export function corruptAudio(what: string, reason: string, cause?: unknown): InputError {
  return new InputError('corrupt-audio', `the ${what} file is damaged: ${reason}`, {
    hint: 'Export it again from the program that made it, or download it again.',
    cause,
  });
}

/** The error for a file that only ffmpeg could read, where there is none.
 *  @param what its format or codec */
export function unsupportedCodec(what: string, details: Record<string, unknown> = {}): InputError {
  return new InputError('unsupported-codec', `${what} can't be read without ffmpeg`, {
    hint: 'Install ffmpeg ("canto doctor" says how), or convert the file to WAV, FLAC or MP3.',
    details,
  });
}

/** The error for a file whose format changes on the way, such as joined recordings. */
export function changingFormat(what: string, from: number, to: number): InputError {
  return new InputError(
    'changing-format',
    `the ${what} changes in the middle of the file, from ${from} to ${to}`,
    { hint: 'Convert the file to WAV with one sample rate and one number of channels.' },
  );
}
