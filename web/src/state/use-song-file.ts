import { useEffect, useState } from 'preact/hooks';
import type { Song } from '../../../src/songs/song.js';
import { fetchSongFile } from '../api/endpoints.js';

/** A song's `song.json`, once it is here. */
export function useSongFile(url: string | undefined): Song | undefined {
  const [song, setSong] = useState<Song>();
  useEffect(() => {
    let isCurrent = true;
    setSong(undefined);
    if (url) {
      fetchSongFile(url).then(
        (fetched) => isCurrent && setSong(fetched),
        () => undefined, // Without it the sound can be heard all the same.
      );
    }
    return () => {
      isCurrent = false;
    };
  }, [url]);
  return song;
}
