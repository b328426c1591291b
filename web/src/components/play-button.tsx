import { PauseIcon, PlayIcon } from './icons.js';

interface PlayButtonProps {
  playing: boolean;
  /** Asked for, but not to be heard yet. */
  waiting?: boolean;
  /** What is played: "the demo song". */
  subject: string;
  large?: boolean;
  onClick: () => void;
}

export function PlayButton({ playing, waiting, subject, large, onClick }: PlayButtonProps) {
  return (
    <button
      type="button"
      class={large ? 'play-button play-button-large' : 'play-button'}
      aria-busy={waiting}
      aria-label={`${playing ? 'Pause' : 'Play'} ${subject}`}
      onClick={onClick}
    >
      {playing ? <PauseIcon /> : <PlayIcon />}
    </button>
  );
}
