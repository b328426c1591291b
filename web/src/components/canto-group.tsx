import { SCALES } from '../../../src/voices/tuned-melody.js';
import { percent } from '../format/percent.js';
import type { GroupProps } from './settings-panel.js';
import { SliderField } from './slider-field.js';

/** What only Canto's own engine can change about the singing. */
export function CantoGroup({ settings, change }: GroupProps) {
  return (
    <fieldset>
      <legend>Singing</legend>
      <SliderField
        label="Breath"
        value={settings.breathiness}
        min={0}
        max={3}
        step={0.1}
        text={percent(settings.breathiness)}
        note="100 % is as much as the singer has"
        onChange={(breathiness) => change({ breathiness })}
      />
      <SliderField
        label="Keep dynamics"
        value={settings.keepLoudness}
        min={0}
        max={1}
        step={0.05}
        text={percent(settings.keepLoudness)}
        note="Less brings loud and soft phrases together"
        onChange={(keepLoudness) => change({ keepLoudness })}
      />
      <SliderField
        label="Autotune"
        value={settings.autotune}
        min={0}
        max={1}
        step={0.05}
        text={percent(settings.autotune)}
        onChange={(autotune) => change({ autotune })}
      />
      <label class="field">
        <span class="field-head">Scale</span>
        <select
          value={settings.scale}
          onChange={({ currentTarget }) => change({ scale: currentTarget.value })}
        >
          {SCALES.map((scale) => (
            <option key={scale} value={scale}>
              {scale}
            </option>
          ))}
        </select>
      </label>
    </fieldset>
  );
}
