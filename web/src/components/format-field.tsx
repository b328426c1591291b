import type { OutputFormat } from '../../../src/audio/output-format.js';

const formats: readonly { id: OutputFormat; title: string }[] = [
  { id: 'wav', title: 'WAV, lossless' },
  { id: 'flac', title: 'FLAC, lossless and smaller' },
  { id: 'mp3', title: 'MP3' },
  { id: 'm4a', title: 'M4A (AAC)' },
  { id: 'opus', title: 'Opus' },
];

interface FormatFieldProps {
  value: OutputFormat;
  onChange: (format: OutputFormat) => void;
}

/** The file format of the results. */
export function FormatField({ value, onChange }: FormatFieldProps) {
  return (
    <label class="field">
      <span class="field-head">Format</span>
      <select
        value={value}
        onChange={(event) => onChange(event.currentTarget.value as OutputFormat)}
      >
        {formats.map(({ id, title }) => (
          <option key={id} value={id}>
            {title}
          </option>
        ))}
      </select>
    </label>
  );
}
