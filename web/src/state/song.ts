import { demoSongTitle } from '../../../src/songs/demo-song-title.js';
import { demoUrl, getUpload, uploadUrl } from '../api/endpoints.js';
import type { Source, Upload } from '../api/types.js';

/** The song on the desk: what the server is asked for, and what the page shows of it. */
export interface Song {
  source: Source;
  name: string;
  durationSeconds?: number;
  peaks?: number[];
  /** What is unusual about the recording, in words. */
  warnings?: string[];
  /** Where the page can listen to it. */
  audioUrl?: string;
}

export const demoSong: Song = { source: { demo: true }, name: demoSongTitle, audioUrl: demoUrl };

export function uploadedSong({ id, ...about }: Upload): Song {
  const { name, durationSeconds, peaks, warnings } = about;
  const audioUrl = uploadUrl(id);
  return { source: { upload: id }, name, durationSeconds, peaks, warnings, audioUrl };
}

export function linkedSong(url: string): Song {
  return { source: { link: url }, name: url };
}

/** The song that an earlier job worked on.
 *  @returns `undefined` for the demo song
 *  @throws RequestError when its upload is gone */
export async function songOf(source: Source): Promise<Song | undefined> {
  if ('upload' in source) return uploadedSong(await getUpload(source.upload));
  return 'link' in source ? linkedSong(source.link) : undefined;
}

/** Where the page can listen to a source; undefined where it can't. */
export function sourceUrl(source: Source): string | undefined {
  if ('upload' in source) return uploadUrl(source.upload);
  return 'demo' in source ? demoUrl : undefined;
}

export function isSameSource(a: Source | undefined, b: Source | undefined): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
