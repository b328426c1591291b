import { useId } from 'preact/hooks';

interface ChoiceProps<Id extends string> {
  label: string;
  options: readonly { id: Id; title: string }[];
  value: Id;
  onChange: (id: Id) => void;
}

/** One of a few, side by side. */
export function Choice<Id extends string>({ label, options, value, onChange }: ChoiceProps<Id>) {
  const name = useId();
  return (
    <div class="choice" role="radiogroup" aria-label={label}>
      {options.map(({ id, title }) => (
        <label class="choice-option" key={id}>
          <input type="radio" name={name} checked={value === id} onChange={() => onChange(id)} />
          {title}
        </label>
      ))}
    </div>
  );
}
