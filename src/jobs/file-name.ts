/** In characters; of four bytes at most, so that they fit into the 255 bytes of file systems. */
const LONGEST_FILE_NAME = 60;

/** A name for a file in a folder of our own, from a user's name for it, which may hold anything.
 *  Keeps the end, where the extension is. */
export function toFileName(name: string): string {
  const safe = [...name.replace(/[/\\:*?"<>|\x00-\x1f\x7f]/g, '_')]
    .slice(-LONGEST_FILE_NAME)
    .join('');
  return /^\.{0,2}$/.test(safe) ? 'file' : safe;
}
