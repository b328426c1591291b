import type { Voice } from '../api/types.js';
import { midiOf } from '../format/note-name.js';

/** The keyboard that ranges are shown on: C2 to C6, wide enough for basses and sopranos. */
const lowestMidi = 36;
const highestMidi = 84;
const blackKeys = new Set([1, 3, 6, 8, 10]);

/** Where a voice is at home, on a small keyboard. */
export function RangeStrip({ range }: { range: Voice['range'] }) {
  const low = Math.round(midiOf(range.lowHz));
  const high = Math.round(midiOf(range.highHz));
  const keys = Array.from({ length: highestMidi - lowestMidi + 1 }, (_, key) => lowestMidi + key);
  return (
    <svg
      class="range-strip"
      viewBox={`0 0 ${keys.length * 4} 14`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      {keys.map((midi, index) => (
        <rect
          key={midi}
          class={midi >= low && midi <= high ? 'key key-inside' : 'key'}
          x={index * 4}
          width={3}
          height={blackKeys.has(midi % 12) ? 9 : 14}
        />
      ))}
    </svg>
  );
}
