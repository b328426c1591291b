import type { Separator } from '../api/types.js';

interface SeparatorFieldProps {
  separators: readonly Separator[];
  value: string | undefined;
  onChange: (id: string) => void;
}

/** Which engine takes the song apart. */
export function SeparatorField({ separators, value, onChange }: SeparatorFieldProps) {
  return (
    <label class="field">
      <span class="field-head">Engine</span>
      <select value={value} onChange={(event) => onChange(event.currentTarget.value)}>
        {separators.map(({ id, title }) => (
          <option key={id} value={id}>
            {title}
          </option>
        ))}
      </select>
    </label>
  );
}
