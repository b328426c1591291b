import { useEffect, useRef } from 'preact/hooks';
import { formatDuration } from '../format/format-duration.js';
import { useSound } from '../player/use-sound.js';
import { isSameSource, type Song } from '../state/song.js';
import { CloseIcon } from './icons.js';
import { PlayButton } from './play-button.js';
import { Waveform } from './waveform.js';

interface ChosenSongProps {
  song: Song;
  /** What is there without it. */
  removal?: string;
  onRemove: () => void;
}

/** The song on the desk: its name and shape, to listen to or to take away. */
export function ChosenSong({ song, removal = 'Back to the demo song', onRemove }: ChosenSongProps) {
  const { playing, waiting, failed, position, toggle } = useSound(song.audioUrl);
  const card = useFocusOnChange(song);
  const isDemo = 'demo' in song.source;
  return (
    <div
      class="chosen-song"
      ref={card}
      tabIndex={-1}
      role="group"
      aria-label={`Chosen song: ${song.name}`}
      style={{ '--played': position }}
    >
      {song.audioUrl && (
        <PlayButton playing={playing} waiting={waiting} subject={song.name} onClick={toggle} />
      )}
      <div class="chosen-song-name">
        <p class="ellipsis" title={song.name}>
          {song.name}
        </p>
        <p class="muted small">{describe(song, failed)}</p>
      </div>
      <div class="chosen-song-shape">{song.peaks && <Waveform peaks={song.peaks} />}</div>
      {!isDemo && (
        <button
          type="button"
          class="button-icon"
          aria-label={removal}
          title={removal}
          onClick={onRemove}
        >
          <CloseIcon />
        </button>
      )}
    </div>
  );
}

/** Leads the keyboard to the card when another song lies there than before. */
function useFocusOnChange(song: Song) {
  const card = useRef<HTMLDivElement>(null);
  const before = useRef(song);
  useEffect(() => {
    if (!isSameSource(before.current.source, song.source)) {
      card.current?.focus({ preventScroll: true });
    }
    before.current = song;
  }, [song]);
  return card;
}

function describe(song: Song, failed: boolean): string {
  if (failed) return 'This browser can’t play it; the cover will work all the same.';
  if ('link' in song.source) return 'Fetched when you press Generate';
  const duration = song.durationSeconds === undefined ? [] : [formatDuration(song.durationSeconds)];
  const origin = 'demo' in song.source ? ['Composed and sung by Canto'] : [];
  return [...duration, ...origin, ...(song.warnings ?? [])].join(' · ');
}
