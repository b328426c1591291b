import { SCALES } from '../../../src/voices/tuned-melody.js';
import { percent } from '../format/percent.js';
import type { InstrumentalSettings } from '../state/instrumental-settings.js';
import { FormatField } from './format-field.js';
import { PitchField } from './pitch-field.js';
import { SliderField } from './slider-field.js';

interface SnapFieldsProps {
  settings: InstrumentalSettings;
  onChange: (changes: Partial<InstrumentalSettings>) => void;
}

/** How near the notes come to key and beat, where they lie, and the files. */
export function SnapFields({ settings, onChange }: SnapFieldsProps) {
  const { key, snap, grid, transpose, format } = settings;
  return (
    <div class="fields">
      <SliderField
        label="Snap to the key"
        value={snap}
        min={0}
        max={1}
        step={0.05}
        text={snap > 0 ? percent(snap) : 'as sung'}
        note="Vibrato and slides stay."
        onChange={(value) => onChange({ snap: value })}
      />
      <label class="field">
        <span class="field-head">Key</span>
        <select value={key} onChange={(event) => onChange({ key: event.currentTarget.value })}>
          <option value="auto">heard from the hum</option>
          {SCALES.map((scale) => (
            <option key={scale} value={scale}>
              {scale}
            </option>
          ))}
        </select>
      </label>
      <SliderField
        label="Snap to the beat"
        value={grid}
        min={0}
        max={1}
        step={0.05}
        text={grid > 0 ? percent(grid) : 'as sung'}
        note="Sixteenths of the tempo above, counted from the first beat."
        onChange={(value) => onChange({ grid: value })}
      />
      <PitchField
        autoLabel="Octave fitted to the instrument"
        label="Transpose"
        value={transpose}
        onChange={(value) => onChange({ transpose: value })}
      />
      <FormatField value={format} onChange={(value) => onChange({ format: value })} />
    </div>
  );
}
