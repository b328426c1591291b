import { extname } from 'node:path';
import { displayTitle } from '../sources/display-name.js';

/** Characters that some file system refuses. */
const NOT_IN_FILE_NAMES = /[<>:"/\\|?*]/g;

/** What a downloaded result is called: "Song - voice.wav" for the main result, which bears the
 *  job's kind as its name, "Song - voice (vocals).flac" for the others.
 *  @param job its title is "Song · voice"
 *  @param name the result's own name: `cover.wav`, `vocals.flac` */
export function downloadName(job: { title: string; kind: string }, name: string): string {
  const extension = extname(name);
  const part = name.slice(0, name.length - extension.length);
  const suffix = part === job.kind ? '' : ` (${part})`;
  const title = job.title.replace(/ · /g, ' - ').replace(NOT_IN_FILE_NAMES, '_');
  return `${displayTitle(title)}${suffix}${extension}`;
}
