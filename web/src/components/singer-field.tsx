import { ORIGINAL_SINGER } from '../../../src/voices/voice.js';
import type { Voice } from '../api/types.js';
import { leftOut } from '../state/cast.js';

interface SingerFieldProps {
  label: string;
  /** A voice's id, `original` or `leftOut`. */
  value: string;
  voices: readonly Voice[];
  /** What it is called that nobody sings; absent where somebody must. */
  nobody?: string;
  onChange: (singer: string) => void;
}

/** Who sings a part: a voice, the original singer, or perhaps nobody. */
export function SingerField({ label, value, voices, nobody, onChange }: SingerFieldProps) {
  return (
    <label class="field">
      <span class="field-head">{label}</span>
      <select value={value} onChange={(event) => onChange(event.currentTarget.value)}>
        {nobody && <option value={leftOut}>{nobody}</option>}
        <option value={ORIGINAL_SINGER}>The original singer</option>
        {voices.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}
