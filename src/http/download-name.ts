import { extname } from 'node:path';
import { displayTitle } from '../sources/display-name.js';

/** Characters that some file system refuses. */
const NOT_IN_FILE_NAMES = /[<>:"/\\|?*]/g;
/** File systems take 255 bytes; this leaves room for what follows the title. */
const MAX_TITLE_BYTES = 200;

/** What a downloaded result is called: "Song - voice.wav" for the main result, which bears the
 *  job's kind as its name, "Song - voice (vocals).flac" for the others.
 *  @param job its title is "Song · voice"
 *  @param name the result's own name: `cover.wav`, `vocals.flac` */
export function downloadName(job: { title: string; kind: string }, name: string): string {
  const extension = extname(name);
  const part = name.slice(0, name.length - extension.length);
  const suffix = part === job.kind ? '' : ` (${part})`;
  return `${fileTitle(job)}${suffix}${extension}`;
}

/** What the archive of a job's results is called: "Song - stems.zip". */
export function zipName(job: { title: string }): string {
  return `${fileTitle(job)}.zip`;
}

function fileTitle({ title }: { title: string }): string {
  return cutToBytes(displayTitle(title.replace(/ · /g, ' - ').replace(NOT_IN_FILE_NAMES, '_')));
}

/** The start of `title` that fits in whole characters. */
function cutToBytes(title: string): string {
  const bytes = Buffer.from(title).subarray(0, MAX_TITLE_BYTES);
  return bytes.toString().replace(/\ufffd+$/, '');
}
