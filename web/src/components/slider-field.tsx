import { useId } from 'preact/hooks';

interface SliderFieldProps {
  label: string;
  value: number;
  min: number;
  max: number;
  step: number;
  /** The value in words and units: "−3 semitones". */
  text: string;
  /** What the setting does, where its name doesn't say it all. */
  note?: string;
  disabled?: boolean;
  onChange: (value: number) => void;
}

/** A number chosen by sliding. */
export function SliderField({ label, text, note, onChange, ...range }: SliderFieldProps) {
  const id = useId();
  return (
    <div class="field">
      <div class="field-head">
        <label for={id}>{label}</label>
        <output for={id}>{text}</output>
      </div>
      <input
        id={id}
        type="range"
        {...range}
        aria-valuetext={text}
        aria-describedby={note && `${id}-note`}
        style={{ '--filled': (range.value - range.min) / (range.max - range.min) }}
        onInput={(event) => onChange(event.currentTarget.valueAsNumber)}
      />
      {note && (
        <p class="muted small" id={`${id}-note`}>
          {note}
        </p>
      )}
    </div>
  );
}
