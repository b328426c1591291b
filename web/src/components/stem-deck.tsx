import { useMemo, useRef } from 'preact/hooks';
import type { JobFile, Peaks } from '../api/types.js';
import { stemTitles } from '../format/stem-titles.js';
import { gainsOf, neutralStrip } from '../player/mixer.js';
import { StemPlayer } from '../player/stem-player.js';
import { useDeckKeys } from '../player/use-deck-keys.js';
import { usePlayedProperty } from '../player/use-played-property.js';
import { usePlayer } from '../player/use-player.js';
import { usePeaks } from '../state/use-peaks.js';
import { DeckTransport } from './deck-transport.js';
import { StemLane } from './stem-lane.js';

interface StemDeckProps {
  stems: JobFile[];
  durationSeconds: number;
  sampleRate: number;
  peaksUrl: string | undefined;
}

/** The stems of a song, in step, each with its own switches: together they are the song. */
export function StemDeck({ stems, durationSeconds, sampleRate, peaksUrl }: StemDeckProps) {
  const { player, failed } = usePlayer(
    () => new StemPlayer({ files: stems, durationSeconds, sampleRate }),
    [stems.map(({ url }) => url).join(' ')],
  );
  const measured = usePeaks(peaksUrl);
  const peaks = useMemo(() => toFullHeight(measured), [measured]);
  const deck = useRef<HTMLElement>(null);
  const { strips } = player;
  const gains = gainsOf(strips);
  const toggleSolo = (n: number) => player.set(n, { soloed: !strips[n].soloed });
  useDeckKeys(
    player,
    Object.fromEntries(stems.map((_, n) => [String(n + 1), () => toggleSolo(n)])),
  );
  usePlayedProperty(deck, () => player.positionSeconds / durationSeconds, player.playing);
  return (
    <section class="deck" ref={deck} aria-label="Listen to the stems">
      <div class="deck-lanes stem-lanes">
        {stems.map((file, n) => (
          <StemLane
            key={file.name}
            number={n + 1}
            file={file}
            title={stemTitles[stemOf(file)]?.title ?? stemOf(file)}
            peaks={peaks?.[stemOf(file)]}
            strip={strips[n]}
            silent={gains[n] === 0}
            onChange={(changes) => player.set(n, changes)}
            onSeek={(fraction) => player.seek(fraction * durationSeconds)}
          />
        ))}
      </div>
      <DeckTransport
        player={player}
        subject="the stems"
        waiting={player.waiting}
        durationSeconds={durationSeconds}
      >
        <button
          type="button"
          class="button button-quiet"
          disabled={strips.every((strip) => strip === neutralStrip)}
          onClick={() => player.reset()}
        >
          Reset mix
        </button>
      </DeckTransport>
      {failed && (
        <p class="small" role="status">
          This browser can’t play the stems now; the downloads are fine.
        </p>
      )}
      <div class="deck-foot">
        <p class="muted small deck-keys">
          <kbd>Space</kbd> play <kbd>1</kbd> to <kbd>{stems.length}</kbd> solo <kbd>←</kbd>{' '}
          <kbd>→</kbd> jump 5 s
        </p>
      </div>
    </section>
  );
}

/** Waveforms made so high together that the loudest of them fills its lane. */
function toFullHeight(peaks: Peaks = {}): Peaks {
  const highest = Math.max(...Object.values(peaks).flatMap((own) => own ?? []));
  return Object.fromEntries(
    Object.entries(peaks).map(([name, own]) => [name, own?.map((peak) => peak / (highest || 1))]),
  );
}

/** "vocals" of "vocals.wav". */
function stemOf({ name }: JobFile): string {
  return name.replace(/\.\w+$/, '');
}
