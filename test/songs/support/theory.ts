import { chordTones } from '../../../src/score/chord-symbol.js';
import type { Note, Part, Score } from '../../../src/score/score.js';
import { beatsPerBar } from '../../../src/score/score-time.js';
import { chordAt, isOnBeat } from '../../../src/songs/composing/metre.js';

/** What can be counted of a melody. */
export interface MelodyFacts {
  notes: number;
  onBeat: number;
  onBeatInChord: number;
  intervals: number;
  leapsBeyondOctave: number;
  /** Longest stretch of notes in a row that move in unison or octaves with the bass. */
  longestParallel: number;
}

/** The part that has the melody. */
export function melodyOf(score: Score): Part {
  return score.parts
    .filter(({ role }) => role === 'lead')
    .sort((a, b) => b.notes.length - a.notes.length)[0];
}

export function melodyFacts(score: Score): MelodyFacts {
  const { notes } = melodyOf(score);
  const bass = score.parts.filter(({ role }) => role === 'bass').flatMap((part) => part.notes);
  const onBeat = notes.filter(({ startBeat }) => isOnBeat(startBeat, score.metre));
  const inChord = onBeat.filter(({ startBeat, pitch }) =>
    chordTones(chordAt(score.chords, startBeat)).includes(pitch % 12),
  );
  const intervals = notes.slice(1).map(({ pitch }, i) => Math.abs(pitch - notes[i].pitch));
  return {
    notes: notes.length,
    onBeat: onBeat.length,
    onBeatInChord: inChord.length,
    intervals: intervals.length,
    leapsBeyondOctave: intervals.filter((interval) => interval > 12).length,
    longestParallel: longestParallel(notes, bass),
  };
}

function longestParallel(melody: readonly Note[], bass: readonly Note[]): number {
  const bassAt = new Map(
    bass.map(({ startBeat, pitch }) => [Math.round(startBeat * 48), pitch % 12]),
  );
  let longest = 0;
  let run = 0;
  let before = -1;
  for (const { startBeat, pitch } of melody) {
    const pitchClass = pitch % 12;
    const doubles = bassAt.get(Math.round(startBeat * 48)) === pitchClass;
    run = !doubles ? 0 : run > 0 && pitchClass !== before ? run + 1 : 1;
    before = pitchClass;
    longest = Math.max(longest, run);
  }
  return longest;
}

/** Whether the piece ends on its tonic, with the melody's last note on it. */
export function endsOnTonic(score: Score): boolean {
  const { tonic } = score.key;
  const chord = score.chords.at(-1)!;
  const bass = score.parts.find(({ role }) => role === 'bass')?.notes.at(-1);
  const isHeard = bass !== undefined && bass.startBeat >= chord.startBeat;
  return chord.root === tonic && (!isHeard || bass.pitch % 12 === tonic);
}

/** The notes of a section, from its own start. */
export function sectionNotes(score: Score, part: Part, index: number): string[] {
  const { startBeat, durationBeats } = score.sections[index];
  return part.notes
    .filter(
      (note) =>
        note.startBeat >= startBeat - 1e-6 && note.startBeat < startBeat + durationBeats - 1e-6,
    )
    .map((note) => `${Math.round((note.startBeat - startBeat) * 48)}:${note.pitch}`);
}

/** Share of what two sections have in common: 1 where they are the same. */
export function likeness(a: readonly string[], b: readonly string[]): number {
  const other = new Set(b);
  const shared = a.filter((note) => other.has(note)).length;
  return shared / Math.max(1, a.length, b.length);
}

/** A melody as intervals and rhythm, for comparing. */
export function melodyShape({ notes }: Part): string[] {
  return notes
    .slice(1)
    .map(
      (note, i) =>
        `${note.pitch - notes[i].pitch}/${Math.round((note.startBeat - notes[i].startBeat) * 4)}`,
    );
}

export function barsOf(score: Score): number {
  const last = score.sections.at(-1)!;
  return (last.startBeat + last.durationBeats) / beatsPerBar(score);
}
