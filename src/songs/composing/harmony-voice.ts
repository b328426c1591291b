import { chordTones } from '../../score/chord-symbol.js';
import { scaleOf, type Key } from '../../score/pitch-names.js';
import type { Chord, Note } from '../../score/score.js';
import { chordAt } from './metre.js';
import { pitchClassOf } from './tones.js';

/** Semitones above the lead that a second voice may take, the sweetest first. */
const CHORD_STEPS = [4, 3, 5, -4, -3];
const SCALE_STEPS = [4, 3];
const SOFTER = 0.75;

/** A second voice above the lead, on the same words: tones of the chord where it has one in reach,
 *  else a third in the scale. */
export function harmonise(
  lead: readonly Note[],
  { chords, key, highest }: { chords: readonly Chord[]; key: Key; highest: number },
): Note[] {
  return lead.map((note) => {
    const tones = chordTones(chordAt(chords, note.startBeat));
    const reach = (step: number) => note.pitch + step <= highest;
    const inChord = CHORD_STEPS.find(
      (step) => reach(step) && tones.includes(pitchClassOf(note.pitch + step)),
    );
    const inScale = SCALE_STEPS.find((step) =>
      scaleOf(key).includes(pitchClassOf(note.pitch + step)),
    );
    return {
      ...note,
      pitch: note.pitch + (inChord ?? inScale ?? -5),
      velocity: note.velocity * SOFTER,
    };
  });
}
