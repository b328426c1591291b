import { extname } from 'node:path';
import { InputError } from '../errors.js';

/** Formats that can be written, the lossless ones first. */
export const outputFormats = ['wav', 'flac', 'mp3', 'm4a', 'opus'] as const;
/** One of `outputFormats`. */
export type OutputFormat = (typeof outputFormats)[number];

const FORMAT_BY_EXTENSION: Record<string, OutputFormat> = {
  '.wav': 'wav',
  '.flac': 'flac',
  '.mp3': 'mp3',
  '.m4a': 'm4a',
  '.mp4': 'm4a',
  '.opus': 'opus',
  '.ogg': 'opus',
};

/** The format that `path`'s extension stands for.
 *  @throws InputError `unknown-format` for any other extension */
export function outputFormatOf(path: string): OutputFormat {
  const format = FORMAT_BY_EXTENSION[extname(path).toLowerCase()];
  if (format) return format;
  throw new InputError('unknown-format', `"${path}" names no format that we can write`, {
    hint: `Let the name end in ${Object.keys(FORMAT_BY_EXTENSION).join(', ')}.`,
  });
}

/** Whether a result of that name is sound in one of `outputFormats`. */
export function isOutputFile(name: string): boolean {
  return outputFormats.some((format) => name.endsWith(`.${format}`));
}
