import { useRef, useState } from 'preact/hooks';
import type { CoverReport } from '../api/types.js';
import { AbPlayer, type Side } from '../player/ab-player.js';
import { useDeckKeys } from '../player/use-deck-keys.js';
import { usePlayedProperty } from '../player/use-played-property.js';
import { usePlayer } from '../player/use-player.js';
import { usePeaks } from '../state/use-peaks.js';
import { DeckTransport } from './deck-transport.js';
import { DeckView, type View } from './deck-view.js';
import { Lane } from './lane.js';
import { SwitchField } from './switch-field.js';

interface AbDeckProps {
  urls: Record<Side, string>;
  spectrograms: Record<Side, string> | undefined;
  peaksUrl: string | undefined;
  report: CoverReport | undefined;
}

/** Original and cover side by side, in step: the switch is instant, at the same position. */
export function AbDeck({ urls, spectrograms, peaksUrl, report }: AbDeckProps) {
  const lufs = {
    original: report?.original.integratedLufs ?? NaN,
    cover: report?.loudness.integratedLufs ?? NaN,
  };
  const { player, failed } = usePlayer(
    () => new AbPlayer({ urls, lufs }),
    [urls.original, urls.cover],
  );
  const peaks = usePeaks(peaksUrl);
  const [view, setView] = useState<View>('waveform');
  useDeckKeys(player, {
    a: () => player.select('original'),
    b: () => player.select('cover'),
  });
  const durationSeconds = player.durationSeconds || report?.durationSeconds || 0;
  const deck = useRef<HTMLElement>(null);
  usePlayedProperty(deck, () => player.positionSeconds / durationSeconds, player.playing);
  const lane = (side: Side, letter: string, title: string) => (
    <Lane
      title={title}
      letter={letter}
      peaks={peaks?.[side]}
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
        {lane('cover', 'B', 'Cover')}
      </div>
      <DeckTransport
        player={player}
        subject={player.side === 'cover' ? 'the cover' : 'the original'}
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
          <kbd>Space</kbd> play <kbd>A</kbd> original <kbd>B</kbd> cover <kbd>←</kbd> <kbd>→</kbd>{' '}
          jump 5 s
        </p>
        {spectrograms && <DeckView view={view} onView={setView} />}
      </div>
    </section>
  );
}
