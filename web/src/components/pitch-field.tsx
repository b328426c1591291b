import { inSemitones } from '../format/in-semitones.js';
import { SliderField } from './slider-field.js';
import { SwitchField } from './switch-field.js';

interface PitchFieldProps {
  /** What the switch says. */
  autoLabel: string;
  label: string;
  value: 'auto' | number;
  onChange: (pitch: 'auto' | number) => void;
}

/** Where a part lies: fitted to its voice, or moved by so many semitones. */
export function PitchField({ autoLabel, label, value, onChange }: PitchFieldProps) {
  const automatic = value === 'auto';
  const semitones = automatic ? 0 : value;
  return (
    <>
      <SwitchField
        label={autoLabel}
        checked={automatic}
        onChange={(auto) => onChange(auto ? 'auto' : 0)}
      />
      <SliderField
        label={label}
        value={semitones}
        min={-24}
        max={24}
        step={1}
        text={automatic ? 'automatic' : inSemitones(semitones)}
        disabled={automatic}
        onChange={onChange}
      />
    </>
  );
}
