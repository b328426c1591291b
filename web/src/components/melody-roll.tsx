import { useState } from 'preact/hooks';
import { midiToHertz } from '../../../src/instruments/bend.js';
import type { MelodyFile, RollNote } from '../api/types.js';
import { noteName } from '../format/note-name.js';

interface MelodyRollProps {
  melody: MelodyFile;
  notes: readonly RollNote[];
  onChange: (notes: readonly RollNote[]) => void;
}

/** Rows above and below the notes. */
const marginRows = 2;
const rowPixels = 14;
const pixelsPerSecond = 90;
const nudgeSeconds = 0.01;

/** The notes over time, on top of what was sung. A note is chosen by a click or by the keyboard; arrows
 *  move it by a semitone or 10 ms, with Shift by an octave or 100 ms; Delete takes it away. */
export function MelodyRoll({ melody, notes, onChange }: MelodyRollProps) {
  const [chosen, setChosen] = useState<number>();
  const { lowest, highest } = rowsOf(melody, notes);
  const top = (pitch: number) => (highest - pitch) * rowPixels;
  const change = (n: number, changed: RollNote | undefined) =>
    onChange(notes.flatMap((note, i) => (i === n ? (changed ?? []) : note)));
  const onKey = (n: number, event: KeyboardEvent) => {
    if (event.key === 'Delete' || event.key === 'Backspace') change(n, undefined);
    else {
      const moved = movedBy(notes[n], event, melody.durationSeconds);
      if (!moved) return;
      change(n, moved);
    }
    event.preventDefault();
  };
  return (
    <div class="roll" tabIndex={-1}>
      <div
        class="roll-notes"
        role="group"
        aria-label="Notes"
        style={{
          width: `${melody.durationSeconds * pixelsPerSecond}px`,
          height: `${(highest - lowest + 1) * rowPixels}px`,
          '--octave': `${12 * rowPixels}px`,
          '--octave-at': `${top(60) + rowPixels}px`,
        }}
      >
        <svg class="roll-line" aria-hidden="true">
          {linesOf(melody.line).map((points, i) => (
            <polyline
              key={i}
              points={points
                .map(
                  ([seconds, pitch]) =>
                    `${seconds * pixelsPerSecond},${top(pitch) + rowPixels / 2}`,
                )
                .join(' ')}
            />
          ))}
        </svg>
        {notes.map((note, n) => (
          <button
            key={n}
            type="button"
            class="roll-note"
            aria-pressed={n === chosen}
            aria-label={inWords(note)}
            style={{
              left: `${note.startSeconds * pixelsPerSecond}px`,
              width: `${(note.endSeconds - note.startSeconds) * pixelsPerSecond}px`,
              top: `${top(note.pitch)}px`,
              height: `${rowPixels}px`,
            }}
            onClick={() => setChosen(n)}
            onFocus={() => setChosen(n)}
            onKeyDown={(event) => onKey(n, event)}
            onPointerDown={(event) => drag(event, note, (moved) => change(n, moved))}
          />
        ))}
      </div>
    </div>
  );
}

function rowsOf(melody: MelodyFile, notes: readonly RollNote[]) {
  const pitches = [...melody.sung, ...notes].map(({ pitch }) => pitch);
  const all = pitches.length > 0 ? pitches : [60];
  return {
    lowest: Math.floor(Math.min(...all)) - marginRows,
    highest: Math.ceil(Math.max(...all)) + marginRows,
  };
}

/** Stretches of `line` that were sung in one go: seconds and pitches. */
function linesOf(line: readonly number[]): [number, number][][] {
  const lines: [number, number][][] = [];
  line.forEach((pitch, t) => {
    if (pitch === 0) return;
    if (t === 0 || line[t - 1] === 0) lines.push([]);
    lines.at(-1)?.push([t / 100, pitch]);
  });
  return lines;
}

function movedBy(
  note: RollNote,
  { key, shiftKey }: KeyboardEvent,
  durationSeconds: number,
): RollNote | undefined {
  const semitones = shiftKey ? 12 : 1;
  const seconds = shiftKey ? 10 * nudgeSeconds : nudgeSeconds;
  if (key === 'ArrowUp') return { ...note, pitch: Math.round(note.pitch) + semitones };
  if (key === 'ArrowDown') return { ...note, pitch: Math.round(note.pitch) - semitones };
  if (key === 'ArrowLeft') return later(note, -seconds, durationSeconds);
  return key === 'ArrowRight' ? later(note, seconds, durationSeconds) : undefined;
}

function later(note: RollNote, seconds: number, durationSeconds: number): RollNote {
  const room = seconds < 0 ? -note.startSeconds : durationSeconds - note.endSeconds;
  const by = seconds < 0 ? Math.max(seconds, room) : Math.min(seconds, room);
  return { ...note, startSeconds: note.startSeconds + by, endSeconds: note.endSeconds + by };
}

/** Moves a note up and down with the pointer. */
function drag(event: PointerEvent, note: RollNote, onMove: (note: RollNote) => void): void {
  const target = event.currentTarget as HTMLElement;
  const startY = event.clientY;
  target.setPointerCapture(event.pointerId);
  target.onpointermove = ({ clientY }) => {
    const rows = Math.round((startY - clientY) / rowPixels);
    if (rows !== 0) onMove({ ...note, pitch: Math.round(note.pitch) + rows });
  };
  target.onpointerup = () => (target.onpointermove = null);
}

function inWords({ pitch, startSeconds, endSeconds }: RollNote): string {
  const length = (endSeconds - startSeconds).toFixed(2);
  return `${noteName(midiToHertz(pitch))} at ${startSeconds.toFixed(2)} s, ${length} s long`;
}
