import type { Syllable } from '../../score/score.js';
import { isVowel } from './phone-alphabet.js';
import { pronounce } from './pronounce.js';
import { readWords, type ReadWord } from './read-words.js';

/** A word as it is sung. */
export interface SungWord {
  /** As it is written, with its punctuation. */
  text: string;
  /** At least one; their texts in a row are the word's. The last is the one that isn't continued. */
  syllables: Syllable[];
  /** By syllable, how much it wants to be on a strong beat: 1 stressed, 0.5 half, 0 not. */
  stresses: number[];
}

/** Two or three consonants that may begin an English syllable (those beyond one; s + stop by rule). */
const ONSETS = new Set([
  ...['P R', 'B R', 'T R', 'D R', 'K R', 'G R', 'F R', 'TH R', 'SH R', 'P L', 'B L', 'K L'],
  ...['G L', 'F L', 'S L', 'S M', 'S N', 'S P', 'S T', 'S K', 'S W', 'T W', 'D W', 'K W', 'G W'],
  ...['HH W', 'P Y', 'B Y', 'K Y', 'F Y', 'V Y', 'M Y', 'HH Y', 'S P R', 'S P L', 'S T R', 'S K R'],
  ...['S K W', 'S F'],
]);
/** Never begins a syllable. */
const CODA_ONLY = 'NG';
/** Short words that carry no beat unless they must. */
const WEAK_WORDS = new Set(
  (
    'a an the and or but nor so of to in on at by for from with as if than that is are was were be been ' +
    'am do does did has have had can could will would shall should may might must i you he she it we they ' +
    "me him her us them my your his its our their this i'm i'll i've i'd you're you'll you've he's she's " +
    "it's we're we'll we've they're just into when while 'til till 'cause there"
  ).split(' '),
);
const VOWEL_LETTERS = /[aeiouyàáâãäåæèéêëìíîïòóôõöøùúûüýÿœ]/i;

/** The words of a line of lyrics with their syllables, phones and stresses. Any text will do: what
 *  can't be sung is left out (`readWords` tells what). An empty line has no words. */
export function syllabify(line: string): SungWord[] {
  return readWords(line).words.map(sungWord);
}

function sungWord({ text, spoken }: ReadWord): SungWord {
  const syllables = splitPhones(pronounce(spoken));
  const texts = splitText(text, syllables.length);
  return {
    text,
    syllables: syllables.map((phones, i) => ({
      text: texts[i],
      phones,
      isContinued: i + 1 < syllables.length,
    })),
    stresses: syllables.map((phones) => stressOf(phones, spoken)),
  };
}

function stressOf(phones: readonly string[], word: string): number {
  if (WEAK_WORDS.has(word)) return 0;
  const vowel = phones.find(isVowel) ?? '';
  return vowel.endsWith('1') ? 1 : vowel.endsWith('2') ? 0.5 : 0;
}

/** One vowel each; as many consonants go to the next syllable as English lets begin one. */
function splitPhones(phones: readonly string[]): string[][] {
  const syllables: string[][] = [];
  let start = 0;
  let vowel = phones.findIndex(isVowel);
  while (vowel >= 0) {
    const next = phones.findIndex((phone, i) => i > vowel && isVowel(phone));
    const end = next < 0 ? phones.length : next - onsetLength(phones.slice(vowel + 1, next));
    syllables.push(phones.slice(start, end));
    start = end;
    vowel = next;
  }
  return syllables;
}

function onsetLength(consonants: readonly string[]): number {
  for (let length = Math.min(3, consonants.length); length > 1; length--) {
    if (ONSETS.has(consonants.slice(-length).join(' '))) return length;
  }
  return consonants.length > 0 && consonants[consonants.length - 1] !== CODA_ONLY ? 1 : 0;
}

/** `text` in `count` pieces, cut before the consonant that leads to the next vowel letter where it has
 *  as many vowels, and evenly where it hasn't. */
function splitText(text: string, count: number): string[] {
  const starts = vowelGroups(text, count);
  const cuts =
    starts.length === count
      ? starts.slice(1).map((start) => Math.max(1, start - leadLength(text, start)))
      : Array.from({ length: count - 1 }, (_, i) => Math.round(((i + 1) * text.length) / count));
  return Array.from({ length: count }, (_, i) =>
    text.slice(cuts[i - 1] ?? 0, cuts[i] ?? text.length),
  );
}

/** Where the groups of vowel letters start; without silent e's, the last first, where there are more
 *  than `count`. */
function vowelGroups(text: string, count: number): number[] {
  const starts = Array.from(text).flatMap((letter, i, letters) =>
    VOWEL_LETTERS.test(letter) && !VOWEL_LETTERS.test(letters[i - 1] ?? '') ? [i] : [],
  );
  while (starts.length > count) {
    const silent = starts.findLastIndex(
      (start, i) => i > 0 && /^e(?![aeiouy])/i.test(text.slice(start)),
    );
    starts.splice(silent > 0 ? silent : starts.length - 1, 1);
  }
  return starts;
}

/** How many of the letters before `start` go with it. */
function leadLength(text: string, start: number): number {
  if (VOWEL_LETTERS.test(text[start - 1])) return 0;
  return /(?:[bcdfgkpt][lr]|[cst]h|ph|qu|wh)$/i.test(text.slice(0, start)) ? 2 : 1;
}
