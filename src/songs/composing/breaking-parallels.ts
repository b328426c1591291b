import { chordTones } from '../../score/chord-symbol.js';
import type { Chord, Note } from '../../score/score.js';
import { chordAt } from './metre.js';
import { nearestPitch, pitchClassOf } from './tones.js';

/** So many notes in a row may go with the bass in unison or octaves. */
const MOST_PARALLEL = 2;

/** `melody` without stretches that only double the bass: after two notes that move with it in unison or
 *  octaves, the third takes another tone of its chord. */
export function withoutParallels(
  melody: readonly Note[],
  { bass, chords }: { bass: readonly Note[]; chords: readonly Chord[] },
): Note[] {
  const bassAt = new Map(
    bass.map(({ startBeat, pitch }) => [timeKey(startBeat), pitchClassOf(pitch)]),
  );
  let run = 0;
  let before: number | undefined;
  return melody.map((note) => {
    const pitchClass = pitchClassOf(note.pitch);
    const doubles = bassAt.get(timeKey(note.startBeat)) === pitchClass;
    run = doubles && pitchClass !== before ? run + 1 : doubles ? run : 0;
    before = pitchClass;
    if (run <= MOST_PARALLEL) return note;
    run = 0;
    const moved = { ...note, pitch: otherTone(note, chordAt(chords, note.startBeat)) };
    before = pitchClassOf(moved.pitch);
    return moved;
  });
}

/** The tone of the chord that is nearest, but another one. */
function otherTone({ pitch }: Note, chord: Chord): number {
  const others = chordTones(chord).filter((tone) => tone !== pitchClassOf(pitch));
  const pitches = others.map((tone) => nearestPitch(tone, pitch));
  return pitches.reduce((best, each) =>
    Math.abs(each - pitch) < Math.abs(best - pitch) ? each : best,
  );
}

function timeKey(beat: number): number {
  return Math.round(beat * 48);
}
