import { useRef, useState } from 'preact/hooks';
import { AbPlayer, type Side } from '../player/ab-player.js';
import { useDeckKeys } from '../player/use-deck-keys.js';
import { usePlayedProperty } from '../player/use-played-property.js';
import { usePlayer } from '../player/use-player.js';
import { usePeaks } from '../state/use-peaks.js';
import { DeckTransport } from './deck-transport.js';
import { Choice } from './choice.js';
import { Lane } from './lane.js';
import { SwitchField } from './switch-field.js';

/** How the sound is drawn. */
type View = (typeof views)[number]['id'];

const views = [
  { id: 'waveform', title: 'Waveform' },
  { id: 'spectrogram', title: 'Spectrogram' },
] as const;

interface AbDeckProps {
  /** What was made of the original: `cover`, also the name of its peaks. */
  made: string;
  urls: Record<Side, string>;
  /** Integrated loudness; NaN where it isn't known. */
  lufs: Record<Side, number>;
  /** Until the player knows it. */
  durationSeconds: number;
  spectrograms?: Record<Side, string>;
  peaksUrl: string | undefined;
}

/** Original and result side by side, in step: the switch is instant, at the same position. */
export function AbDeck({ made, urls, lufs, spectrograms, peaksUrl, ...props }: AbDeckProps) {
  const { player, failed } = usePlayer(
    () => new AbPlayer({ urls, lufs }),
    [urls.original, urls.made, lufs.original, lufs.made],
  );
  const peaks = usePeaks(peaksUrl);
  const [view, setView] = useState<View>('waveform');
  useDeckKeys(player, {
    a: () => player.select('original'),
    b: () => player.select('made'),
  });
  const durationSeconds = player.durationSeconds || props.durationSeconds;
  const deck = useRef<HTMLElement>(null);
  usePlayedProperty(deck, () => player.positionSeconds / durationSeconds, player.playing);
  const lane = (side: Side, letter: string, title: string) => (
    <Lane
      title={title}
      letter={letter}
      peaks={peaks?.[side === 'made' ? made : side]}
      spectrogram={view === 'spectrogram' ? spectrograms?.[side] : undefined}
      active={player.side === side}
      onSelect={() => player.select(side)}
      onSeek={(fraction) => player.seek(fraction * durationSeconds)}
    />
  );
  return (
    <section class="deck" ref={deck} aria-label="Listen and compare">
      <div class="deck-lanes" role="radiogroup" aria-label="What is heard">
        {lane('original', 'A', 'Original')}
        {lane('made', 'B', made[0].toUpperCase() + made.slice(1))}
      </div>
      <DeckTransport
        player={player}
        subject={player.side === 'made' ? `the ${made}` : 'the original'}
        durationSeconds={durationSeconds}
      >
        <SwitchField
          label="Equal loudness"
          checked={player.matched}
          onChange={(matched) => player.match(matched)}
        />
      </DeckTransport>
      {failed && (
        <p class="small" role="status">
          This browser can’t play one of the files; the downloads below are fine.
        </p>
      )}
      <div class="deck-foot">
        <p class="muted small deck-keys">
          <kbd>Space</kbd> play <kbd>A</kbd> original <kbd>B</kbd> {made} <kbd>←</kbd> <kbd>→</kbd>{' '}
          jump 5 s
        </p>
        {spectrograms && (
          <Choice label="Shown as" options={views} value={view} onChange={setView} />
        )}
      </div>
    </section>
  );
}
