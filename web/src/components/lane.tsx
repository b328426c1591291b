import { LaneWave } from './lane-wave.js';

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
  const { letter, title, active, onSelect } = props;
  return (
    <div class={active ? 'lane lane-active' : 'lane'}>
      <label class="lane-choice">
        <input type="radio" name="side" checked={active} onChange={onSelect} />
        <span class="lane-letter" aria-hidden="true">
          {letter}
        </span>
        {title}
      </label>
      <LaneWave {...props} onPress={onSelect} />
    </div>
  );
}
