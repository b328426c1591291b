import { demoUrl } from '../api/endpoints.js';
import { demoSong, type Song } from '../state/song.js';
import { SoundButton } from './sound-button.js';

/** The song that is here already. */
export function DemoSong({ onSong }: { onSong: (song: Song) => void }) {
  return (
    <div class="source-card demo-song">
      <p class="source-card-title">
        <SoundButton url={demoUrl} subject="the demo song" />
        Demo song
      </p>
      <p class="muted small">No song at hand? Canto composed a short one for you.</p>
      <button type="button" class="button button-quiet" onClick={() => onSong(demoSong)}>
        Use the demo song
      </button>
    </div>
  );
}
