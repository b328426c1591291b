import { open, type FileHandle } from 'node:fs/promises';
import { basename } from 'node:path';
import { AppError, InputError, NotFoundError, throwIfCancelled } from '../errors.js';
import { checkpoint } from '../progress.js';
import { audioData, type AudioData } from './audio-data.js';
import type { AudioInfo, DecodeLimits, DecodeOptions } from './audio-info.js';
import { fileBytes, type ByteSource } from './decoders/byte-source.js';
import { openSound } from './decoders/open-sound.js';
import { corruptAudio, type SoundSource } from './decoders/sound-source.js';
import { downmix } from './downmix.js';
import { SampleInspector } from './sample-inspector.js';

const MIN_SAMPLE_RATE = 4000;
const MAX_SAMPLE_RATE = 384_000;
/** Samples of all channels between two looks at the signal: some 0.1 s of work. */
const CHECKPOINT_SAMPLES = 1 << 19;
/** A file that lacks less than this of its promised length is not called cut off: headers round. */
const MISSING_SECONDS = 0.1;

/** Decodes the sound file at `path` block by block: the file's own sample rate, mono or stereo
 *  (wider sound is folded down). Memory doesn't grow with the length of the file.
 *  @returns (at the end) what the file turned out to be
 *  @throws InputError: `empty-file`, `not-audio`, `unsupported-codec`, `corrupt-audio`,
 *    `changing-format`, `no-audio`, `too-large`, `too-long`, `too-many-channels`,
 *    `bad-sample-rate`; CancelledError */
export async function* decodeStream(
  path: string,
  options: DecodeOptions,
): AsyncGenerator<AudioData, AudioInfo> {
  const file = await openFile(path);
  let source: SoundSource | undefined;
  try {
    const bytes = await fileBytes(file);
    requireSize(bytes, path, options.limits);
    source = await openSound(path, bytes, options);
    requireFormat(source, options.limits);
    return yield* decodeSource(source, options);
  } catch (error) {
    throw asAppError(error, path, options.signal);
  } finally {
    source?.close?.();
    await file.close();
  }
}

async function* decodeSource(
  source: SoundSource,
  options: DecodeOptions,
): AsyncGenerator<AudioData, AudioInfo> {
  const { sampleRate, layout, promisedLength } = source;
  const maxLength = Math.round(options.limits.maxDurationSeconds * sampleRate);
  const inspector = new SampleInspector();
  let length = 0;
  let sinceCheckpoint = 0;
  for await (const channels of source.blocks()) {
    throwIfCancelled(options.signal);
    if (channels[0].length === 0) continue;
    channels.forEach((channel) => inspector.cleanse(channel));
    length += channels[0].length;
    if (length > maxLength) throw tooLong(options.limits);
    yield downmix(audioData(sampleRate, channels), layout);
    sinceCheckpoint += channels[0].length * channels.length;
    if (sinceCheckpoint >= CHECKPOINT_SAMPLES) {
      sinceCheckpoint = 0;
      await checkpoint(options, length / (promisedLength ?? Infinity));
    }
  }
  if (length === 0) throw noAudio();
  inspector.requirePlausible();
  return infoOf(source, length, inspector);
}

function infoOf(source: SoundSource, length: number, inspector: SampleInspector): AudioInfo {
  const { container, codec, sampleRate, layout, bitDepth, tags } = source;
  return {
    container,
    codec,
    sampleRate,
    numberOfChannels: layout.length,
    length,
    durationSeconds: length / sampleRate,
    ...(bitDepth && { bitDepth }),
    tags,
    warnings: [...source.warnings, ...cutOffWarning(source, length), ...inspector.warnings()],
  };
}

function cutOffWarning({ promisedLength, sampleRate }: SoundSource, length: number): string[] {
  const missing = ((promisedLength ?? 0) - length) / sampleRate;
  if (missing < MISSING_SECONDS) return [];
  const seconds = (samples: number) => (samples / sampleRate).toFixed(1);
  return [
    `the file is cut off: it promises ${seconds(promisedLength ?? 0)} s, ` +
      `${seconds(length)} s are there`,
  ];
}

async function openFile(path: string): Promise<FileHandle> {
  try {
    const file = await open(path);
    if ((await file.stat()).isFile()) return file;
    await file.close();
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
    throw new NotFoundError('file-not-found', `there is no file "${path}"`, {
      hint: 'Check the path.',
    });
  }
  throw new InputError('not-audio', `"${path}" is no file`, { hint: 'Choose a sound file.' });
}

function requireSize({ size }: ByteSource, path: string, { maxBytes }: DecodeLimits): void {
  if (size === 0) {
    throw new InputError('empty-file', `"${basename(path)}" is empty`, {
      hint: 'Choose a file with music in it; this one may not have been copied or downloaded fully.',
    });
  }
  if (size > maxBytes) {
    throw new InputError(
      'too-large',
      `"${basename(path)}" has ${megabytes(size)}, at most ${megabytes(maxBytes)} are allowed`,
      { hint: 'Convert it to FLAC or MP3, or cut it.', details: { size, maxBytes } },
    );
  }
}

function requireFormat(source: SoundSource, limits: DecodeLimits): void {
  const { sampleRate, layout, promisedLength } = source;
  if (!(sampleRate >= MIN_SAMPLE_RATE && sampleRate <= MAX_SAMPLE_RATE)) {
    throw new InputError(
      'bad-sample-rate',
      `the file claims a sample rate of ${sampleRate} Hz, expected ` +
        `${MIN_SAMPLE_RATE} to ${MAX_SAMPLE_RATE} Hz`,
      { hint: 'Convert it to 44100 or 48000 Hz.', details: { sampleRate } },
    );
  }
  if (layout.length > limits.maxChannels) {
    throw new InputError(
      'too-many-channels',
      `the file has ${layout.length} channels, at most ${limits.maxChannels} are allowed`,
      { hint: 'Mix it down to stereo first.', details: { numberOfChannels: layout.length } },
    );
  }
  if ((promisedLength ?? 0) > limits.maxDurationSeconds * sampleRate) throw tooLong(limits);
}

/** What a file is refused with that is longer than `limits` allow. */
export function tooLong({ maxDurationSeconds, durationSetting }: DecodeLimits): InputError {
  return new InputError(
    'too-long',
    `the file is longer than the ${maxDurationSeconds} s that are allowed`,
    {
      hint: durationSetting ? `Cut it, or raise ${durationSetting}.` : 'Cut it.',
      details: { maxDurationSeconds },
    },
  );
}

function noAudio(): InputError {
  return new InputError('no-audio', 'the file holds no audio: not one sample can be decoded', {
    hint: 'Choose another file; this one has a header only.',
  });
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

/** Errors of libraries mean that the file is damaged; errors of the disk stay what they are. */
function asAppError(error: unknown, path: string, signal: AbortSignal | undefined): Error {
  throwIfCancelled(signal);
  if (error instanceof AppError) return error;
  if (error instanceof Error && 'syscall' in error) return error;
  return corruptAudio('sound', `"${basename(path)}" cannot be decoded`, error);
}
