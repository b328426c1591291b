import type { Failure, Voice } from '../api/types.js';
import type { Song } from '../state/song.js';
import { FailureCard } from './failure-card.js';

interface SessionPanelProps {
  song: Song | undefined;
  voice: Voice | undefined;
  sending: boolean;
  failure: Failure | undefined;
  onGenerate: (song: Song, voice: Voice) => void;
}

/** What is about to happen, and the button that makes it happen. */
export function SessionPanel({ song, voice, sending, failure, onGenerate }: SessionPanelProps) {
  return (
    <section class="session" aria-labelledby="session-title">
      <h2 id="session-title" class="visually-hidden">
        Generate
      </h2>
      <p class="session-sentence">
        <b class={song ? 'session-song' : 'session-open'}>{song?.name ?? 'A song'}</b>{' '}
        <span>
          sung by <b class={voice ? '' : 'session-open'}>{voice?.name ?? 'a voice'}</b>
        </span>
      </p>
      <button
        type="button"
        class="button button-primary"
        disabled={!song || !voice || sending}
        aria-describedby="session-missing"
        onClick={() => song && voice && onGenerate(song, voice)}
      >
        {sending ? 'Sending…' : 'Generate'}
      </button>
      <p class="muted small session-missing" id="session-missing" role="status">
        {missing(song, voice)}
      </p>
      {failure && <FailureCard failure={failure} />}
    </section>
  );
}

function missing(song: Song | undefined, voice: Voice | undefined): string {
  if (!song && !voice) return 'Choose a song and a voice first.';
  if (!song) return 'Choose a song first.';
  if (!voice) return 'Choose a voice first.';
  return 'Ready. It takes well under a minute for most songs.';
}
