import { useSound } from '../player/use-sound.js';
import { PauseIcon, PlayIcon } from './icons.js';

/** Plays a voice's preview. */
export function ListenButton({ url, voiceName }: { url: string; voiceName: string }) {
  const { playing, waiting, failed, toggle } = useSound(url);
  const action = playing ? 'Pause' : 'Listen';
  return (
    <>
      <button
        type="button"
        class="button button-quiet listen-button"
        aria-busy={waiting}
        aria-label={playing ? `Pause ${voiceName}` : `Listen to ${voiceName}`}
        onClick={toggle}
      >
        {playing ? <PauseIcon /> : <PlayIcon />}
        {action}
      </button>
      {failed && (
        <span class="sound-failed" role="status">
          can’t be played here
        </span>
      )}
    </>
  );
}
