import type { Score } from './score.js';

/** Quarter notes in a bar. */
export function beatsPerBar({ metre }: Pick<Score, 'metre'>): number {
  return (metre.beatsPerBar * 4) / metre.beatUnit;
}

/** Where the last section or note ends, in quarter notes. */
export function scoreEnd({
  sections,
  parts,
  chords,
}: Pick<Score, 'sections' | 'parts' | 'chords'>): number {
  const spans = [...sections, ...chords, ...parts.flatMap(({ notes }) => notes)];
  return spans.reduce(
    (end, { startBeat, durationBeats }) => Math.max(end, startBeat + durationBeats),
    0,
  );
}
