import type { ComponentChildren } from 'preact';
import type { Job } from '../api/types.js';
import type { Song } from '../state/song.js';
import type { Generation } from '../state/use-generate.js';
import { FailureCard } from './failure-card.js';

interface SessionPanelProps {
  /** What the button says. */
  action: string;
  /** What it is done to. */
  subject: string;
  /** What is good to know before. */
  note: string;
  generation: Generation;
  /** Sends the request; absent as long as something is missing. */
  request: (() => Promise<Job>) | undefined;
  /** What is done, after the subject. */
  children: ComponentChildren;
}

/** What is about to happen, and the button that makes it happen. */
export function SessionPanel(props: SessionPanelProps) {
  const { action, subject, note, generation, request, children } = props;
  const { sending, failure, generate } = generation;
  return (
    <section class="session" aria-labelledby="session-title">
      <h2 id="session-title" class="visually-hidden">
        {action}
      </h2>
      {failure && <FailureCard failure={failure} />}
      <p class="session-sentence">
        <b class="session-song">{subject}</b> <span class="ellipsis">{children}</span>
      </p>
      <button
        type="button"
        class="button button-primary"
        disabled={!request || sending}
        aria-describedby="session-note"
        onClick={() => request && void generate(request)}
      >
        {sending ? 'Sending…' : action}
      </button>
      <p class="muted small session-note" id="session-note">
        {note}
      </p>
    </section>
  );
}

/** What is good to know before work on `song`. */
export function songNote({ source }: Song): string {
  return 'demo' in source
    ? 'Press it right away, or choose a song of your own first.'
    : 'Most songs take well under a minute.';
}
