import type { Failure, Limits } from '../api/types.js';
import { formatBytes } from '../format/format-bytes.js';

/** What file choosers offer. */
export const acceptedAudio = 'audio/*,video/mp4,video/webm,.flac,.opus,.oga,.m4a,.aif,.aiff';

/** Why not even to send it; the server has the last word. */
export function refusalOf(file: File, limits: Limits | undefined): Failure | undefined {
  if (file.size === 0)
    return {
      code: 'empty-file',
      message: `“${file.name}” is empty`,
      hint: 'Choose a file with sound in it.',
    };
  if (!limits || file.size <= limits.maxUploadBytes) return undefined;
  const most = formatBytes(limits.maxUploadBytes);
  return {
    code: 'too-large',
    message: `“${file.name}” has ${formatBytes(file.size)}; ${most} is the most`,
    hint: 'Save it as flac or mp3 and try again.',
  };
}
