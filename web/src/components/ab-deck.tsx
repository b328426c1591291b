import { useEffect, useRef, useState } from 'preact/hooks';
import { fetchPeaks } from '../api/endpoints.js';
import type { CoverPeaks, CoverReport } from '../api/types.js';
import { formatDuration } from '../format/format-duration.js';
import type { Side } from '../player/ab-player.js';
import { useAbPlayer } from '../player/use-ab-player.js';
import { useDeckKeys } from '../player/use-deck-keys.js';
import { Lane } from './lane.js';
import { PlayButton } from './play-button.js';
import { SwitchField } from './switch-field.js';

interface AbDeckProps {
  urls: Record<Side, string>;
  peaksUrl: string | undefined;
  report: CoverReport | undefined;
}

/** Original and cover side by side, in step: the switch is instant, at the same position. */
export function AbDeck({ urls, peaksUrl, report }: AbDeckProps) {
  const lufs = {
    original: report?.original.integratedLufs ?? NaN,
    cover: report?.loudness.integratedLufs ?? NaN,
  };
  const { player, failed } = useAbPlayer(urls, lufs);
  const peaks = usePeaks(peaksUrl);
  useDeckKeys(player);
  const durationSeconds = player.durationSeconds || report?.durationSeconds || 0;
  const deck = useRef<HTMLElement>(null);
  usePlayedProperty(deck, () => player.positionSeconds / durationSeconds, player.playing);
  const lane = (side: Side, letter: string, title: string) => (
    <Lane
      title={title}
      letter={letter}
      peaks={peaks?.[side]}
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
      <div class="deck-transport">
        <PlayButton
          large
          playing={player.playing}
          subject={player.side === 'cover' ? 'the cover' : 'the original'}
          onClick={() => player.toggle()}
        />
        <span class="deck-time">{formatDuration(player.positionSeconds)}</span>
        <input
          type="range"
          class="deck-position"
          aria-label="Position"
          aria-valuetext={`${formatDuration(player.positionSeconds)} of ${formatDuration(durationSeconds)}`}
          min={0}
          max={durationSeconds || 1}
          step={0.1}
          value={player.positionSeconds}
          style={{ '--filled': durationSeconds ? player.positionSeconds / durationSeconds : 0 }}
          onInput={(event) => player.seek(event.currentTarget.valueAsNumber)}
        />
        <span class="deck-time">{formatDuration(durationSeconds)}</span>
        <SwitchField
          label="Equal loudness"
          checked={player.matched}
          onChange={(matched) => player.match(matched)}
        />
      </div>
      {failed ? (
        <p class="small" role="status">
          This browser can’t play one of the files; the downloads below are fine.
        </p>
      ) : (
        <p class="muted small deck-keys">
          <kbd>Space</kbd> play <kbd>A</kbd> original <kbd>B</kbd> cover <kbd>←</kbd> <kbd>→</kbd>{' '}
          jump 5 s
        </p>
      )}
    </section>
  );
}

function usePeaks(url: string | undefined): CoverPeaks | undefined {
  const [peaks, setPeaks] = useState<CoverPeaks>();
  useEffect(() => {
    if (!url) return;
    fetchPeaks(url).then(setPeaks, () => setPeaks(undefined));
  }, [url]);
  return peaks;
}

/** Moves the waveforms' colour with every picture while playing, without rendering anything. */
function usePlayedProperty(
  element: { readonly current: HTMLElement | null },
  fraction: () => number,
  playing: boolean,
): void {
  const show = () => element.current?.style.setProperty('--played', String(fraction() || 0));
  useEffect(show);
  useEffect(() => {
    if (!playing) return;
    let request = 0;
    const next = () => {
      show();
      request = requestAnimationFrame(next);
    };
    next();
    return () => cancelAnimationFrame(request);
  }, [playing]);
}
