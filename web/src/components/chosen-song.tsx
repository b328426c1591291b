import { useEffect, useRef } from 'preact/hooks';
import { formatDuration } from '../format/format-duration.js';
import { useSound } from '../player/use-sound.js';
import type { Song } from '../state/song.js';
import { CloseIcon } from './icons.js';
import { PlayButton } from './play-button.js';
import { Waveform } from './waveform.js';

interface ChosenSongProps {
  song: Song;
  onRemove: () => void;
}

/** The song on the desk: its name and shape, to listen to or to take away. */
export function ChosenSong({ song, onRemove }: ChosenSongProps) {
  const { playing, waiting, failed, position, toggle } = useSound(song.audioUrl);
  const card = useRef<HTMLDivElement>(null);
  useEffect(() => card.current?.focus({ preventScroll: true }), [song]);
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
      {song.peaks && <Waveform peaks={song.peaks} />}
      <button
        type="button"
        class="button-icon"
        aria-label="Choose another song"
        title="Choose another song"
        onClick={onRemove}
      >
        <CloseIcon />
      </button>
    </div>
  );
}

function describe(song: Song, failed: boolean): string {
  if (failed) return 'This browser can’t play it; the cover will work all the same.';
  if ('demo' in song.source) return 'Composed and sung by Canto itself';
  if ('link' in song.source) return 'Fetched when you press Generate';
  const duration = song.durationSeconds === undefined ? [] : [formatDuration(song.durationSeconds)];
  return [...duration, ...(song.warnings ?? [])].join(' · ');
}
