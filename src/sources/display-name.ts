/** Longer names are cut: they are shown in lists and go into headers and tags. */
const MAX_LENGTH = 150;

/** A name that somebody else chose (an uploaded file's, a video's title), fit to be shown: the last
 *  path part, one line, no control or direction-changing characters, at most 150 characters, Unicode
 *  in composed form. It is never used as a path. */
export function displayName(name: string, fallback = 'untitled'): string {
  const [last = ''] = name.split(/[\\/]/).slice(-1);
  return displayTitle(last, fallback);
}

/** Like `displayName`, for titles in which a slash is no path: "AC/DC". */
export function displayTitle(title: string, fallback = 'untitled'): string {
  const line = title
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]+/gu, ' ')
    .replace(/[\ud800-\udfff]/gu, '')
    .replace(/\s+/g, ' ')
    .trim();
  return Array.from(line).slice(0, MAX_LENGTH).join('').trim() || fallback;
}

/** A file's display name without its extension: the song's title when there is no tag. */
export function titleOfFile(name: string): string {
  const shown = displayName(name);
  return shown.replace(/(?<=.)\.[a-z0-9]{1,5}$/i, '') || shown;
}
