import { useEffect, useRef } from 'preact/hooks';
import type { Session } from '../../../src/mixing/session.js';
import { uploadUrl } from '../api/endpoints.js';
import { MixPlayer } from '../player/mix-player.js';
import { useDeckKeys } from '../player/use-deck-keys.js';
import { usePlayedProperty } from '../player/use-played-property.js';
import { usePlayer } from '../player/use-player.js';
import { neutralSession, withStrip, withTrack } from '../state/mix-session.js';
import type { MixStem } from '../state/use-mix-stems.js';
import { DeckTransport } from './deck-transport.js';
import { MixStrip } from './mix-strip.js';

interface MixDeskProps {
  /** One for each track of the session, in its order. */
  stems: readonly MixStem[];
  session: Session;
  onSession: (session: Session) => void;
}

/** All tracks, heard as they will be rendered while they are being set. */
export function MixDesk({ stems, session, onSession }: MixDeskProps) {
  const durationSeconds = Math.max(...stems.map(({ upload }) => upload.durationSeconds));
  const { player, failed } = usePlayer(
    () =>
      new MixPlayer({
        session,
        files: stems.map(({ upload }) => ({ name: upload.name, url: uploadUrl(upload.id) })),
        numbersOfChannels: stems.map(({ upload }) => Math.min(2, upload.numberOfChannels)),
        sampleRate: stems[0].upload.sampleRate,
        durationSeconds,
      }),
    [stems.map(({ upload }) => upload.id).join(' ')],
  );
  useEffect(() => player.set(session), [player, session]);
  const deck = useRef<HTMLElement>(null);
  const anySoloed = session.tracks.some(({ isSoloed }) => isSoloed);
  const toggleSolo = (t: number) =>
    onSession(withTrack(session, t, { isSoloed: !session.tracks[t].isSoloed }));
  useDeckKeys(
    player,
    Object.fromEntries(session.tracks.map((_, t) => [String(t + 1), () => toggleSolo(t)])),
  );
  usePlayedProperty(deck, () => player.positionSeconds / durationSeconds, player.playing);
  return (
    <section class="deck" ref={deck} aria-label="Mixing desk">
      <div class="deck-lanes stem-lanes">
        {session.tracks.map((track, t) => (
          <MixStrip
            key={track.name}
            number={t + 1}
            track={track}
            silent={track.isMuted || (anySoloed && !track.isSoloed)}
            onTrack={(changes) => onSession(withTrack(session, t, changes))}
            onStrip={(changes) => onSession(withStrip(session, t, changes))}
          />
        ))}
      </div>
      <DeckTransport
        player={player}
        subject="the mix"
        waiting={player.waiting}
        durationSeconds={durationSeconds}
      >
        <button
          type="button"
          class="button button-quiet"
          onClick={() => onSession(neutralSession(stems.map(({ name }) => name)))}
        >
          Reset mix
        </button>
      </DeckTransport>
      {failed && (
        <p class="small" role="status">
          This browser can’t play the stems now; the server mixes them all the same.
        </p>
      )}
      <p class="muted small">Heard as it will be rendered, 6 dB softer and before mastering.</p>
    </section>
  );
}
