import type { Failure, Voice } from '../api/types.js';
import type { Song } from '../state/song.js';
import { FailureCard } from './failure-card.js';

interface SessionPanelProps {
  song: Song | undefined;
  voice: Voice | undefined;
  sending: boolean;
  failure: Failure | undefined;
  onGenerate: () => void;
}

/** What is about to happen, and the button that makes it happen. */
export function SessionPanel({ song, voice, sending, failure, onGenerate }: SessionPanelProps) {
  const ready = song !== undefined && voice !== undefined;
  return (
    <section class="session" aria-labelledby="session-title">
      <h2 id="session-title" class="visually-hidden">
        Generate
      </h2>
      <p class="session-sentence" aria-live="polite">
        <b class={song ? '' : 'session-open'}>{song?.name ?? 'A song'}</b>
        <span> sung by </span>
        <b class={voice ? '' : 'session-open'}>{voice?.name ?? 'a voice'}</b>
      </p>
      <button
        type="button"
        class="button button-primary"
        disabled={!ready || sending}
        aria-describedby="session-missing"
        onClick={onGenerate}
      >
        {sending ? 'Sending…' : 'Generate'}
      </button>
      <p class="muted small session-missing" id="session-missing">
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
  return 'Everything happens on the machine that runs Canto.';
}
