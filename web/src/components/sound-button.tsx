import { useSound } from '../player/use-sound.js';
import { PlayButton } from './play-button.js';

/** Plays one sound by itself: a voice's preview, a stem. */
export function SoundButton({ url, subject }: { url: string; subject: string }) {
  const { playing, waiting, failed, toggle } = useSound(url);
  return (
    <span class="sound-button">
      <PlayButton playing={playing} waiting={waiting} subject={subject} onClick={toggle} />
      {failed && (
        <span class="sound-failed" role="status">
          can’t be played here
        </span>
      )}
    </span>
  );
}
