import { openDecodedAudio } from './decoded-audio.js';
import type { StemAudio, StemFile } from './stem-audio.js';
import { openWavAudio } from './wav-audio.js';

/** What decoded stems may take of a tab's memory; phones end tabs not far beyond. */
const maxDecodedBytes = 500_000_000;
/** Stereo, 32-bit floats. */
const frameBytes = 8;

/** Whether the stems can be heard together: WAV files are streamed, which takes no memory; those of
 *  other formats have to fit into it. */
export function canBeMixed(
  files: readonly StemFile[],
  { durationSeconds, sampleRate }: { durationSeconds: number; sampleRate: number },
): boolean {
  const decoded = files.filter((file) => !isWav(file)).length;
  return decoded * durationSeconds * sampleRate * frameBytes <= maxDecodedBytes;
}

/** Opens the stems of one song.
 *  @throws when one can't be read */
export function openStems(
  files: readonly StemFile[],
  options: { sampleRate: number; signal: AbortSignal },
): Promise<StemAudio[]> {
  return Promise.all(
    files.map((file) =>
      isWav(file) ? openWavAudio(file.url, options.signal) : openDecodedAudio(file.url, options),
    ),
  );
}

function isWav({ name }: StemFile): boolean {
  return name.endsWith('.wav');
}
