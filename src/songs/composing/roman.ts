import { CHORD_INTERVALS, type ChordName } from '../../score/chord-symbol.js';
import { MODE_STEPS, scaleOf, type Key } from '../../score/pitch-names.js';

const NUMERALS = ['I', 'II', 'III', 'IV', 'V', 'VI', 'VII'];

/** The chord of a degree in a key: `vi7`, `bVII`, `V7/ii`, `iim7b5`. In minor (and dorian, phrygian)
 *  degrees are those of natural minor. In modes other than major and minor, triads without
 *  alteration are those of the mode. */
export function chordOfDegree(numeral: string, key: Key): ChordName {
  const [own, of] = numeral.split('/');
  const { root, quality } = degreeOf(own, key);
  if (!of) return { root, quality };
  // Relative to the chord that it leads to, as if that were a major tonic.
  const target = degreeOf(of, key).root;
  return degreeOf(own, { tonic: target, mode: 'major' });
}

function degreeOf(numeral: string, key: Key): ChordName {
  const match = /^([b#]*)(VII|VI|V|IV|III|II|I|vii|vi|v|iv|iii|ii|i)(.*)$/.exec(numeral);
  if (!match) throw new Error(`'${numeral}' is no degree`);
  const [, signs, letters, suffix] = match;
  const degree = NUMERALS.indexOf(letters.toUpperCase());
  const isMinor = letters === letters.toLowerCase();
  const shift = [...signs].reduce((sum, sign) => sum + (sign === '#' ? 1 : -1), 0);
  const steps = MODE_STEPS[isMinorMode(key) ? 'minor' : 'major'];
  const root = (key.tonic + steps[degree] + shift + 12) % 12;
  const quality = qualityOf(isMinor, suffix);
  const isPlain = signs === '' && suffix === '' && degree !== 4;
  return isPlain && isOtherMode(key) ? diatonicTriad(degree, key) : { root, quality };
}

/** Whether a key's third is minor. */
export function isMinorMode({ mode }: Key): boolean {
  return MODE_STEPS[mode][2] === 3;
}

function isOtherMode({ mode }: Key): boolean {
  return mode !== 'major' && mode !== 'minor';
}

function qualityOf(isMinor: boolean, suffix: string): string {
  if (!isMinor || suffix.startsWith('m') || suffix.startsWith('dim') || suffix.startsWith('sus'))
    return suffix;
  return Object.hasOwn(CHORD_INTERVALS, `m${suffix}`) ? `m${suffix}` : suffix;
}

/** The triad on a step (0 …) of a key. */
export function diatonicTriad(degree: number, key: Key): ChordName {
  const scale = scaleOf(key);
  const root = scale[degree % 7];
  const third = (scale[(degree + 2) % 7] - root + 12) % 12;
  const fifth = (scale[(degree + 4) % 7] - root + 12) % 12;
  if (fifth === 6) return { root, quality: 'dim' };
  return { root, quality: third === 3 ? 'm' : '' };
}
