import { formatDuration } from '../format/format-duration.js';
import type { AbPlayer } from '../player/ab-player.js';
import { PlayButton } from './play-button.js';
import { SwitchField } from './switch-field.js';

interface DeckTransportProps {
  player: AbPlayer;
  durationSeconds: number;
}

/** Play, position, and whether both sides are made equally loud. */
export function DeckTransport({ player, durationSeconds }: DeckTransportProps) {
  const { positionSeconds } = player;
  const position = formatDuration(positionSeconds);
  const duration = formatDuration(durationSeconds);
  return (
    <div class="deck-transport">
      <PlayButton
        large
        playing={player.playing}
        subject={player.side === 'cover' ? 'the cover' : 'the original'}
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
      <SwitchField
        label="Equal loudness"
        checked={player.matched}
        onChange={(matched) => player.match(matched)}
      />
    </div>
  );
}
