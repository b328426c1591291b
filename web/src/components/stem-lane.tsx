import type { JobFile } from '../api/types.js';
import { formatBytes } from '../format/format-bytes.js';
import { signed } from '../format/signed.js';
import { silentDb, type Strip } from '../player/mixer.js';
import { DownloadIcon } from './icons.js';
import { LaneWave } from './lane-wave.js';

interface StemLaneProps {
  /** Also the key that solos it. */
  number: number;
  file: JobFile;
  title: string;
  peaks: number[] | undefined;
  strip: Strip;
  /** By its own switches, or by another's solo. */
  silent: boolean;
  onChange: (changes: Partial<Strip>) => void;
  /** @param fraction of the song, 0…1 */
  onSeek: (fraction: number) => void;
}

/** One stem: its sound drawn, its switches, and its file. */
export function StemLane(props: StemLaneProps) {
  const { number, file, title, peaks, strip, silent, onChange, onSeek } = props;
  const name = title.toLowerCase();
  return (
    <div
      class={silent ? 'lane stem-lane' : 'lane stem-lane lane-active'}
      role="group"
      aria-label={title}
    >
      <div class="stem-lane-head">
        <p class="stem-lane-name">
          <span class="lane-letter" aria-hidden="true">
            {number}
          </span>
          {title}
        </p>
        <div class="stem-switches">
          <StemSwitch
            title="Solo"
            stem={name}
            on={strip.soloed}
            onToggle={(soloed) => onChange({ soloed })}
          />
          <StemSwitch
            title="Mute"
            stem={name}
            on={strip.muted}
            onToggle={(muted) => onChange({ muted })}
          />
        </div>
      </div>
      <LaneWave title={title} peaks={peaks} onSeek={onSeek} />
      <div class="stem-lane-tail">
        <Volume stem={name} gainDb={strip.gainDb} onChange={(gainDb) => onChange({ gainDb })} />
        <a
          class="button-icon"
          href={`${file.url}?download`}
          title={`Download ${name}, ${formatBytes(file.bytes)}`}
          aria-label={`Download ${name}, ${file.name}, ${formatBytes(file.bytes)}`}
        >
          <DownloadIcon />
        </a>
      </div>
    </div>
  );
}

interface SwitchProps {
  title: string;
  stem: string;
  on: boolean;
  onToggle: (on: boolean) => void;
}

/** A switch of a stem: solo or mute. */
export function StemSwitch({ title, stem, on, onToggle }: SwitchProps) {
  return (
    <button
      type="button"
      class={`stem-switch stem-switch-${title.toLowerCase()}`}
      aria-pressed={on}
      aria-label={`${title} ${stem}`}
      onClick={() => onToggle(!on)}
    >
      {title}
    </button>
  );
}

interface VolumeProps {
  stem: string;
  gainDb: number;
  onChange: (gainDb: number) => void;
}

function Volume({ stem, gainDb, onChange }: VolumeProps) {
  const text = gainDb <= silentDb ? '−∞ dB' : `${signed(gainDb)} dB`;
  return (
    <div class="stem-volume">
      <input
        type="range"
        aria-label={`Volume of ${stem}`}
        aria-valuetext={text}
        min={silentDb}
        max={0}
        step={1}
        value={gainDb}
        style={{ '--filled': 1 - gainDb / silentDb }}
        onInput={(event) => onChange(event.currentTarget.valueAsNumber)}
      />
      <output class="small">{text}</output>
    </div>
  );
}
