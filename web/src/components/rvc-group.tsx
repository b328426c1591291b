import type { RvcPreset } from '../../../src/voices/rvc/presets.js';
import { percent } from '../format/percent.js';
import { knobsOf } from '../state/cover-settings.js';
import type { GroupProps } from './settings-panel.js';
import { SliderField } from './slider-field.js';
import { SwitchField } from './switch-field.js';

const PRESET_TITLES: Record<RvcPreset, string> = {
  default: 'RVC’s defaults',
  likeness: 'Likeness',
  clarity: 'Clear words',
  tuned: 'Tuned',
};

const F0_METHODS = [
  { id: '', title: 'The best that is here' },
  { id: 'rmvpe', title: 'RMVPE' },
  { id: 'swift-f0', title: 'SwiftF0' },
  { id: 'pyin', title: 'pYIN' },
];

/** The knobs of RVC, under the names that its users know. */
export function RvcGroup({ settings, change }: GroupProps) {
  return (
    <fieldset>
      <legend>RVC</legend>
      <label class="field">
        <span class="field-head">Preset</span>
        <select
          value={settings.preset}
          onChange={(event) => {
            const preset = event.currentTarget.value as RvcPreset;
            change({ preset, ...knobsOf(preset) });
          }}
        >
          {Object.entries(PRESET_TITLES).map(([id, title]) => (
            <option key={id} value={id}>
              {title}
            </option>
          ))}
        </select>
      </label>
      <SliderField
        label="Index rate"
        value={settings.indexRate}
        min={0}
        max={1}
        step={0.05}
        text={percent(settings.indexRate)}
        note="How much of the sound comes from the voice’s index"
        onChange={(indexRate) => change({ indexRate })}
      />
      <SliderField
        label="Protect"
        value={settings.protect}
        min={0}
        max={0.5}
        step={0.01}
        text={settings.protect.toFixed(2)}
        note="Less keeps consonants and breath as they were sung"
        onChange={(protect) => change({ protect })}
      />
      <SliderField
        label="Volume envelope"
        value={settings.rmsMix}
        min={0}
        max={1}
        step={0.05}
        text={percent(settings.rmsMix)}
        note="From the singer’s loudness to the voice’s own"
        onChange={(rmsMix) => change({ rmsMix })}
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
      <SwitchField
        label="Split at silence"
        checked={settings.split}
        onChange={(split) => change({ split })}
      />
      <label class="field">
        <span class="field-head">F0 method</span>
        <select
          value={settings.pitchEngine ?? ''}
          onChange={({ currentTarget }) =>
            change({ pitchEngine: currentTarget.value || undefined })
          }
        >
          {F0_METHODS.map(({ id, title }) => (
            <option key={id} value={id}>
              {title}
            </option>
          ))}
        </select>
      </label>
    </fieldset>
  );
}
