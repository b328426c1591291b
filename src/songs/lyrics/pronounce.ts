import { lookUp } from './dictionary.js';
import { soundOut } from './letter-to-sound.js';
import { isVowel } from './phone-alphabet.js';

/** Endings that leave the word before them as it is, and how they sound after it. */
const ENDINGS: readonly [ending: string, phones: (last: string) => string[]][] = [
  ["'s", possessive],
  ["s'", possessive],
  ["'ll", () => ['AH0', 'L']],
  ["'d", () => ['D']],
  ["'ve", () => ['V']],
  ["'re", () => ['ER0']],
  ["in'", () => ['IH0', 'N']],
];
const SIBILANTS = ['S', 'Z', 'SH', 'ZH', 'CH', 'JH'];
const VOICELESS = ['P', 'T', 'K', 'F', 'TH'];
/** What can't be said as a word is spelled; the names of letters. */
const LETTERS: Readonly<Record<string, string>> = {
  ...{ b: 'B IY1', c: 'S IY1', d: 'D IY1', f: 'EH1 F', g: 'JH IY1', h: 'EY1 CH', j: 'JH EY1' },
  ...{ k: 'K EY1', l: 'EH1 L', m: 'EH1 M', n: 'EH1 N', p: 'P IY1', q: 'K Y UW1', r: 'AA1 R' },
  ...{ s: 'EH1 S', t: 'T IY1', v: 'V IY1', w: 'D AH1 B AH0 L Y UW0', x: 'EH1 K S', z: 'Z IY1' },
};
const MOST_SPELLED = 5;

/** How `word` is said: by the dictionary, its stem in the dictionary, or its letters. Never fails.
 *  @param word lower-case a–z and apostrophes, with at least one letter
 *  @returns ARPAbet with stress digits; with at least one vowel */
export function pronounce(word: string): string[] {
  const phones = lookUp(word) ?? byStem(word) ?? byLetters(word.replaceAll("'", ''));
  // 'mm', 'shh'
  return phones.some(isVowel) ? phones : ['AH1', ...phones];
}

function byStem(word: string): string[] | undefined {
  const bare = word.replace(/^'+|'+$/g, '');
  const known = bare === word ? undefined : lookUp(bare);
  if (known) return known;
  for (const [ending, phonesAfter] of ENDINGS) {
    if (!word.endsWith(ending)) continue;
    const stem = word.slice(0, -ending.length);
    const said = lookUp(stem) ?? (ending === "in'" ? lookUp(`${stem}e`) : undefined);
    if (said) return [...said, ...phonesAfter(said[said.length - 1])];
  }
  return undefined;
}

function possessive(last: string): string[] {
  if (SIBILANTS.includes(last)) return ['AH0', 'Z'];
  return VOICELESS.includes(last) ? ['S'] : ['Z'];
}

function byLetters(word: string): string[] {
  if (/[aeiouy]/.test(word) || word.length > MOST_SPELLED) {
    return lookUp(word) ?? soundOut(word);
  }
  return Array.from(word).flatMap((letter) => LETTERS[letter].split(' '));
}
