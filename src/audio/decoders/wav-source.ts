import type { ByteSource } from './byte-source.js';
import { openMp3 } from './mp3.js';
import { pcmSource } from './pcm-header.js';
import type { SoundSource } from './sound-source.js';
import { isMpegInWav, pcmHeaderOf, scanWav } from './wav-header.js';

/** Opens a WAV file: plain samples, or mp3 in WAV's clothes.
 *  @throws InputError `corrupt-audio`, `unsupported-codec` */
export async function openWav(source: ByteSource): Promise<SoundSource> {
  const chunks = await scanWav(source);
  if (!isMpegInWav(chunks)) return pcmSource('wav', source, pcmHeaderOf(chunks, source.size));
  const { start, size } = chunks.data;
  const end = Math.min(source.size, start + size);
  return openMp3(source, { start, end, tags: chunks.tags });
}
