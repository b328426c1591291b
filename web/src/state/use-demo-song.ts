import { useEffect, useState } from 'preact/hooks';
import { getDemoSong } from '../api/endpoints.js';
import { demoSong, type Song } from './song.js';

/** The song that lies on the desk from the start, with its shape as soon as the server has told it.
 *  @param online asked again when this comes back */
export function useDemoSong(online: boolean): Song {
  const [song, setSong] = useState(demoSong);
  useEffect(() => {
    if (!online) return;
    const complete = ({ durationSeconds, peaks }: Pick<Song, 'durationSeconds' | 'peaks'>) =>
      setSong({ ...demoSong, durationSeconds, peaks });
    getDemoSong().then(complete, () => undefined);
  }, [online]);
  return song;
}
