import type { Tags } from '../tags.js';
import { concat, uint32le, utf8 } from '../bytes.js';

const VENDOR = 'Canto';

/** A Vorbis comment block (FLAC, Opus) of `tags`. */
export function vorbisCommentBlock({ title, artist, album, comment, more = {} }: Tags): Uint8Array {
  const known = { TITLE: title, ARTIST: artist, ALBUM: album, COMMENT: comment };
  const comments = Object.entries({ ...known, ...more })
    .filter(([, value]) => value)
    .map(([key, value]) => withLength(utf8(`${fieldName(key)}=${value}`)));
  return concat(withLength(utf8(VENDOR)), uint32le(comments.length), ...comments);
}

/** Field names are printable ASCII without the equals sign. */
function fieldName(key: string): string {
  return key.toUpperCase().replace(/[^\x20-\x3c\x3e-\x7d]/g, '_');
}

function withLength(bytes: Uint8Array): Uint8Array {
  return concat(uint32le(bytes.length), bytes);
}
