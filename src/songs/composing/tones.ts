import { chordTones } from '../../score/chord-symbol.js';
import { scaleOf, type Key } from '../../score/pitch-names.js';
import type { Chord } from '../../score/score.js';

/** Pitch classes that melodies may use over a chord: the key's, but for those that the chord alters. */
export function melodyTones(chord: Chord, key: Key): Set<number> {
  const tones = new Set(chordTones(chord));
  const foreign = [...tones].filter((tone) => !scaleOf(key).includes(tone));
  const kept = scaleOf(key).filter((tone) => !foreign.some((other) => isNeighbour(tone, other)));
  return new Set([...kept, ...tones]);
}

function isNeighbour(a: number, b: number): boolean {
  const distance = (a - b + 12) % 12;
  return distance === 1 || distance === 11;
}

/** 0 … 11 */
export function pitchClassOf(pitch: number): number {
  return ((Math.round(pitch) % 12) + 12) % 12;
}

/** The pitch of that class that is nearest to `centre`, at or above `centre` − 6. */
export function nearestPitch(pitchClass: number, centre: number): number {
  const low = Math.ceil(centre) - 6;
  return low + pitchClassOf(pitchClass - low);
}

/** `pitch`, moved by octaves into a range where that is possible. */
export function intoRange(
  pitch: number,
  { lowest, highest }: { lowest: number; highest: number },
): number {
  let moved = pitch;
  while (moved < lowest) moved += 12;
  while (moved > highest && moved - 12 >= lowest) moved -= 12;
  return moved;
}
