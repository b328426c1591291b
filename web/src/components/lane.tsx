import { Waveform } from './waveform.js';

interface LaneProps {
  /** The key that selects it. */
  letter: string;
  title: string;
  peaks: number[] | undefined;
  /** Address of the picture to show instead of the waveform. */
  spectrogram: string | undefined;
  active: boolean;
  onSelect: () => void;
  /** @param fraction of the song, 0…1 */
  onSeek: (fraction: number) => void;
}

/** One side of the comparison: selects itself when chosen, and goes where its waveform is pressed. */
export function Lane(props: LaneProps) {
  const { letter, title, peaks, spectrogram, active, onSelect, onSeek } = props;
  const seekTo = (event: PointerEvent & { currentTarget: HTMLElement }) => {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    onSeek(Math.min(1, Math.max(0, (event.clientX - left) / width)));
  };
  return (
    <div class={active ? 'lane lane-active' : 'lane'}>
      <label class="lane-choice">
        <input type="radio" name="side" checked={active} onChange={onSelect} />
        <span class="lane-letter" aria-hidden="true">
          {letter}
        </span>
        {title}
      </label>
      <div
        class={spectrogram ? 'lane-wave lane-wave-picture' : 'lane-wave'}
        onPointerDown={(event) => {
          onSelect();
          event.currentTarget.setPointerCapture(event.pointerId);
          seekTo(event);
        }}
        onPointerMove={(event) => {
          if (event.currentTarget.hasPointerCapture(event.pointerId)) seekTo(event);
        }}
      >
        {spectrogram ? (
          <img src={spectrogram} alt={`Spectrogram: ${title.toLowerCase()}`} draggable={false} />
        ) : (
          peaks && <Waveform peaks={peaks} />
        )}
      </div>
    </div>
  );
}
