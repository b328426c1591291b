import { useState } from 'preact/hooks';
import { formatSongTime, parseSongTime } from '../format/song-time.js';

interface TimeFieldProps {
  label: string;
  seconds: number;
  onChange: (seconds: number) => void;
}

/** A place in the song, typed as players show it. */
export function TimeField({ label, seconds, onChange }: TimeFieldProps) {
  const [invalid, setInvalid] = useState(false);
  return (
    <input
      type="text"
      class="time-field"
      aria-label={label}
      aria-invalid={invalid}
      title={invalid ? 'A time such as 1:10' : undefined}
      value={formatSongTime(seconds)}
      onChange={({ currentTarget }) => {
        const typed = parseSongTime(currentTarget.value);
        setInvalid(typed === undefined);
        if (typed !== undefined) onChange(typed);
      }}
    />
  );
}
