import type { Failure, Voice } from '../api/types.js';
import type { Song } from '../state/song.js';
import { FailureCard } from './failure-card.js';

interface SessionPanelProps {
  song: Song;
  voice: Voice | undefined;
  sending: boolean;
  failure: Failure | undefined;
  onGenerate: () => void;
}

/** What is about to happen, and the button that makes it happen. */
export function SessionPanel({ song, voice, sending, failure, onGenerate }: SessionPanelProps) {
  return (
    <section class="session" aria-labelledby="session-title">
      <h2 id="session-title" class="visually-hidden">
        Generate
      </h2>
      {failure && <FailureCard failure={failure} />}
      <p class="session-sentence">
        <b class="session-song">{song.name}</b>{' '}
        <span class="ellipsis">
          sung by <b>{voice?.name ?? '…'}</b>
        </span>
      </p>
      <button
        type="button"
        class="button button-primary"
        disabled={!voice || sending}
        aria-describedby="session-note"
        onClick={onGenerate}
      >
        {sending ? 'Sending…' : 'Generate'}
      </button>
      <p class="muted small session-note" id="session-note">
        {'demo' in song.source
          ? 'Press it right away, or choose a song of your own first.'
          : 'Most songs take well under a minute.'}
      </p>
    </section>
  );
}
