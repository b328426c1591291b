import { useState } from 'preact/hooks';
import { linkedSong, type Song } from '../state/song.js';
import { LinkIcon } from './icons.js';

/** Takes a song by its address. */
export function LinkField({ onSong }: { onSong: (song: Song) => void }) {
  const [url, setUrl] = useState('');
  return (
    <form
      class="source-card link-field"
      onSubmit={(event) => {
        event.preventDefault();
        onSong(linkedSong(url.trim()));
      }}
    >
      <label class="source-card-title" for="link">
        <LinkIcon />
        Paste a link
      </label>
      <div class="link-row">
        <input
          id="link"
          type="url"
          required
          pattern="https?://.+"
          placeholder="https://youtube.com/…"
          aria-describedby="link-note"
          value={url}
          onInput={(event) => setUrl(event.currentTarget.value)}
        />
        <button type="submit" class="button button-quiet">
          Use
        </button>
      </div>
      <p class="muted small" id="link-note">
        YouTube, or any audio file on the web
      </p>
    </form>
  );
}
