import { basename } from 'node:path';
import { InputError } from '../../errors.js';
import type { DecodeOptions } from '../audio-info.js';
import { openAdts } from './adts.js';
import { readAiffHeader } from './aiff-header.js';
import type { ByteSource } from './byte-source.js';
import { openWithFfmpeg } from './ffmpeg.js';
import { openFlac } from './flac.js';
import { openMp3 } from './mp3.js';
import { openMediaContainer } from './media-container.js';
import { openOgg } from './ogg.js';
import { pcmSource } from './pcm-header.js';
import { openWav } from './wav-source.js';
import { sniffContainer, type Sniffed } from './sniff-container.js';
import { unsupportedCodec, type SoundSource } from './sound-source.js';

/** Opens the sound file at `path`, whose content is `source`, by what its bytes are.
 *  @throws InputError `not-audio`, `unsupported-codec`, `corrupt-audio` … */
export async function openSound(
  path: string,
  source: ByteSource,
  options: DecodeOptions,
): Promise<SoundSource> {
  const sniffed = await sniffContainer(source);
  if (!sniffed.container) throw notAudio(path);
  const embedded = await openEmbedded(source, sniffed).catch(unlessUnsupported);
  const complete = !(embedded instanceof InputError) && !embedded.reduced;
  if (complete) return embedded;
  if (options.ffmpeg !== 'off') {
    const viaFfmpeg = await openWithFfmpeg(path, sniffed.container, options);
    if (viaFfmpeg) return viaFfmpeg;
  }
  if (embedded instanceof InputError) throw embedded;
  return embedded;
}

/** What our own decoders don't know, ffmpeg may. */
function unlessUnsupported(error: unknown): InputError {
  if (error instanceof InputError && error.code === 'unsupported-codec') return error;
  throw error;
}

async function openEmbedded(
  source: ByteSource,
  { container, start, tags }: Sniffed,
): Promise<SoundSource> {
  if (container === 'wav') return openWav(source);
  if (container === 'aiff') return pcmSource('aiff', source, await readAiffHeader(source));
  if (container === 'flac') return openFlac(source, start);
  if (container === 'mp3') return openMp3(source, { start, tags });
  if (container === 'ogg') return openOgg(source);
  if (container === 'adts') return openAdts(source, { start, tags });
  if (container === 'mp4' || container === 'matroska') return openMediaContainer(container, source);
  throw unsupportedCodec(`audio of type "${container}"`);
}

function notAudio(path: string): InputError {
  return new InputError('not-audio', `"${basename(path)}" is no sound file that we know`, {
    hint: 'Choose a WAV, FLAC, MP3, M4A, Ogg, Opus, WebM or AIFF file.',
  });
}
