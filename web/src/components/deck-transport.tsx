import type { ComponentChildren } from 'preact';
import { formatDuration } from '../format/format-duration.js';
import type { Transport } from '../player/transport.js';
import { PlayButton } from './play-button.js';

interface DeckTransportProps {
  player: Transport;
  /** What is played: "the cover". */
  subject: string;
  /** Asked for, but not to be heard yet. */
  waiting?: boolean;
  durationSeconds: number;
  /** What else can be set there. */
  children: ComponentChildren;
}

/** Play and position, and what else belongs beside them. */
export function DeckTransport(props: DeckTransportProps) {
  const { player, subject, waiting, durationSeconds, children } = props;
  const { positionSeconds } = player;
  const position = formatDuration(positionSeconds);
  const duration = formatDuration(durationSeconds);
  return (
    <div class="deck-transport">
      <PlayButton
        large
        playing={player.playing}
        waiting={waiting}
        subject={subject}
        onClick={() => player.toggle()}
      />
      <span class="deck-time">{position}</span>
      <input
        type="range"
        class="deck-position"
        aria-label="Position"
        aria-valuetext={`${position} of ${duration}`}
        min={0}
        max={durationSeconds || 1}
        step={0.1}
        value={positionSeconds}
        style={{ '--filled': durationSeconds ? positionSeconds / durationSeconds : 0 }}
        onInput={(event) => player.seek(event.currentTarget.valueAsNumber)}
      />
      <span class="deck-time">{duration}</span>
      {children}
    </div>
  );
}
