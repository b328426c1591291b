import { useMemo } from 'preact/hooks';
import type { Part, Score } from '../../../src/score/score.js';
import { scoreEnd } from '../../../src/score/score-time.js';

/** Of the drawing, in its own units: one wide as a quarter note, one high as a semitone. */
const MARGIN = 2;

/** All pitched notes of a song, over time. */
export function PianoRoll({ score, seconds }: { score: Score; seconds: number }) {
  const drawing = useMemo(() => draw(score), [score]);
  const beat = (seconds * score.bpm) / 60;
  return (
    <svg
      class="piano-roll"
      role="img"
      aria-label={`Notes of ${drawing.paths.map(({ id }) => id).join(', ')}`}
      viewBox={`0 0 ${drawing.width} ${drawing.height}`}
      preserveAspectRatio="none"
    >
      {drawing.paths.map(({ id, role, path }) => (
        <path key={id} class={`roll-${role}`} d={path} />
      ))}
      <line class="roll-now" x1={beat} x2={beat} y1={0} y2={drawing.height} />
    </svg>
  );
}

function draw(score: Score) {
  const parts = score.parts.filter(({ role, notes }) => role !== 'drums' && notes.length > 0);
  const pitches = parts.flatMap(({ notes }) => notes.map(({ pitch }) => pitch));
  const highest = pitches.reduce((most, pitch) => Math.max(most, pitch), 60) + MARGIN;
  const lowest = pitches.reduce((least, pitch) => Math.min(least, pitch), 60) - MARGIN;
  const path = ({ notes }: Part) =>
    notes
      .map(
        ({ startBeat, durationBeats, pitch }) =>
          `M${startBeat.toFixed(2)} ${(highest - pitch).toFixed(1)}h${Math.max(0.1, durationBeats * 0.9).toFixed(2)}`,
      )
      .join('');
  return {
    width: Math.max(1, scoreEnd(score)),
    height: highest - lowest,
    paths: parts.map((part) => ({ id: part.id, role: part.role, path: path(part) })),
  };
}
