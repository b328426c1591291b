import { chordTones, type ChordName } from '../../score/chord-symbol.js';
import type { Voicing } from '../styles/style.js';
import { intoRange, nearestPitch } from './tones.js';

interface VoicingPlace {
  /** Where its middle lies, MIDI. */
  centre: number;
  range: { lowest: number; highest: number };
}

/** A chord as pitches, rising. Each tone lies as near to the centre as it can, so that one chord moves
 *  to the next by the shortest way. */
export function voiceChord(
  chord: ChordName,
  voicing: Voicing,
  { centre, range }: VoicingPlace,
): number[] {
  const pitches = LAYOUTS[voicing](chord, centre).map((pitch) => intoRange(pitch, range));
  return [...new Set(pitches)].sort((a, b) => a - b);
}

const LAYOUTS: Readonly<Record<Voicing, (chord: ChordName, centre: number) => number[]>> = {
  triad: (chord, centre) => close(essential(chord).slice(0, 3), centre),
  seventh: (chord, centre) => close(colourful(chord), centre),
  shell: (chord, centre) => close(colourful(chord).slice(-3), centre),
  wide(chord, centre) {
    const [root, ...others] = essential(chord);
    const bottom = nearestPitch(root, centre - 9);
    return [bottom, ...close(others, centre), nearestPitch(root, centre + 5)];
  },
  power(chord, centre) {
    const root = nearestPitch(chord.root, centre - 3);
    return [root, root + (chordTones(chord).includes((chord.root + 7) % 12) ? 7 : 6), root + 12];
  },
  octaves(chord, centre) {
    const root = nearestPitch(chord.root, centre - 6);
    return [root, root + 12];
  },
};

function close(tones: readonly number[], centre: number): number[] {
  return tones.map((tone) => nearestPitch(tone, centre));
}

/** Root, third and fifth, and a seventh or sixth if there is one. */
function essential(chord: ChordName): number[] {
  return chordTones(chord).slice(0, 4);
}

/** What gives a chord its colour: of five and more tones, without root and fifth, which the bass has. */
function colourful(chord: ChordName): number[] {
  const tones = chordTones(chord);
  if (tones.length <= 4) return tones;
  return tones.filter((_, i) => i !== 0 && i !== 2);
}
