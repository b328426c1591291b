import type { Tags } from '../tags.js';
import { viewOf } from './byte-source.js';

const MAX_COMMENTS = 1000;
const KNOWN: Record<string, 'title' | 'artist' | 'album' | 'comment'> = {
  TITLE: 'title',
  ARTIST: 'artist',
  ALBUM: 'album',
  COMMENT: 'comment',
  DESCRIPTION: 'comment',
};

/** The tags of a Vorbis comment block (FLAC, Vorbis, Opus); whatever of it can be read. */
export function parseVorbisComments(bytes: Uint8Array): Tags {
  const tags: Tags = {};
  const more: Record<string, string> = {};
  for (const comment of commentsOf(bytes)) {
    const equals = comment.indexOf('=');
    if (equals < 1) continue;
    const key = comment.slice(0, equals).toUpperCase();
    const value = comment.slice(equals + 1);
    const name = KNOWN[key];
    if (name) tags[name] ??= value;
    else more[key] ??= value;
  }
  return Object.keys(more).length > 0 ? { ...tags, more } : tags;
}

function* commentsOf(bytes: Uint8Array): Generator<string> {
  const view = viewOf(bytes);
  const decoder = new TextDecoder();
  if (bytes.length < 8) return;
  let at = 4 + view.getUint32(0, true);
  if (at + 4 > bytes.length) return;
  const count = Math.min(MAX_COMMENTS, view.getUint32(at, true));
  at += 4;
  for (let i = 0; i < count && at + 4 <= bytes.length; i++) {
    const length = view.getUint32(at, true);
    at += 4;
    if (at + length > bytes.length) return;
    yield decoder.decode(bytes.subarray(at, at + length));
    at += length;
  }
}
