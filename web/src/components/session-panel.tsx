import type { Failure, Source, Voice } from '../api/types.js';
import { demoSong, type Song } from '../state/song.js';
import { FailureCard } from './failure-card.js';

interface SessionPanelProps {
  /** The user's choice; the demo song until there is one. */
  song: Song | undefined;
  voice: Voice | undefined;
  sending: boolean;
  failure: Failure | undefined;
  onGenerate: (source: Source, voiceId: string) => void;
}

/** What is about to happen, and the button that makes it happen. */
export function SessionPanel({ song, voice, sending, failure, onGenerate }: SessionPanelProps) {
  const { name, source } = song ?? demoSong;
  return (
    <section class="session" aria-labelledby="session-title">
      <h2 id="session-title" class="visually-hidden">
        Generate
      </h2>
      <p class="session-sentence">
        <b class="session-song">{name}</b>{' '}
        <span>
          sung by <b>{voice?.name ?? '…'}</b>
        </span>
      </p>
      <button
        type="button"
        class="button button-primary"
        disabled={!voice || sending}
        aria-describedby="session-note"
        onClick={() => voice && onGenerate(source, voice.id)}
      >
        {sending ? 'Sending…' : 'Generate'}
      </button>
      <p class="muted small session-note" id="session-note" role="status">
        {note(song, voice)}
      </p>
      {failure && <FailureCard failure={failure} />}
    </section>
  );
}

function note(song: Song | undefined, voice: Voice | undefined): string {
  if (!voice) return 'Choose a voice first.';
  if (!song) return 'Press it right away, or choose a song of your own first.';
  return 'Most songs take well under a minute.';
}
