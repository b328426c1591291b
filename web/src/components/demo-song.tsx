import { demoUrl } from '../api/endpoints.js';
import { demoSong, type Song } from '../state/song.js';
import { SoundButton } from './sound-button.js';

/** The song that is here already. */
export function DemoSong({ onSong }: { onSong: (song: Song) => void }) {
  return (
    <div class="source-card demo-song">
      <SoundButton url={demoUrl} subject="the demo song" />
      <div class="demo-song-about">
        <p class="source-card-title">Demo song</p>
        <p class="muted small">Composed and sung by Canto itself</p>
      </div>
      <button
        type="button"
        class="button button-quiet"
        aria-label="Use the demo song"
        onClick={() => onSong(demoSong)}
      >
        Use
      </button>
    </div>
  );
}
