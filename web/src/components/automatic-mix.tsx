import { MIX_PRESET_NAMES } from '../../../src/mixing/mix-presets.js';
import { percent } from '../format/percent.js';
import type { MixSettings } from '../state/mix-settings.js';
import { Choice } from './choice.js';
import { SliderField } from './slider-field.js';

interface AutomaticMixProps {
  settings: MixSettings;
  onChange: (changes: Partial<MixSettings>) => void;
}

const presets = MIX_PRESET_NAMES.map((id) => ({ id, title: id[0].toUpperCase() + id.slice(1) }));

/** How Canto is to mix. */
export function AutomaticMix({ settings: { preset, amount }, onChange }: AutomaticMixProps) {
  return (
    <>
      <Choice
        label="Sound of the mix"
        options={presets}
        value={preset}
        onChange={(id) => onChange({ preset: id })}
      />
      <SliderField
        label="Amount"
        value={amount}
        min={0}
        max={1}
        step={0.05}
        text={percent(amount)}
        note="At 0 the stems stay as they come; at 100 Canto goes all the way."
        onChange={(value) => onChange({ amount: value })}
      />
    </>
  );
}
