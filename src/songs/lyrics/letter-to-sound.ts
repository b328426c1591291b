import { readFileSync } from 'node:fs';
import { brotliDecompressSync } from 'node:zlib';
import { decodePhones, isVowel, withoutStress } from './phone-alphabet.js';

/** A node of the tree: what the letters so far sound like (`phone-alphabet.ts`), and how that changes
 *  with one more letter of context. */
export type SoundTree = readonly [
  sound: string,
  branches?: { readonly [letter: string]: SoundTree },
];

/** Grown from CMUdict by scripts/train/singing/letters.ts: by letter, its tree. */
const file = new URL('../../../models/singing/letter-to-sound.json.br', import.meta.url);

/** Which letter is asked for next, relative to the one that is spoken: the most telling first. */
export const CONTEXT = [1, -1, 2, -2, 3, -3, 4, -4] as const;
/** Stands for what is before and after a word. */
export const EDGE = '_';

let trees: Readonly<Record<string, SoundTree>> | undefined;

/** How a word that no dictionary has is likely said: letter by letter, each by those around it
 *  (an IGTree; Daelemans & van den Bosch, 1996).
 *  @param word lower-case a–z
 *  @returns ARPAbet with one primary stress; with at least one vowel */
export function soundOut(word: string): string[] {
  trees ??= JSON.parse(brotliDecompressSync(readFileSync(file)).toString()) as Record<
    string,
    SoundTree
  >;
  const known = trees;
  const phones = Array.from(word).flatMap((letter, i) =>
    letter in known ? decodePhones(soundAt(word, i, known[letter])) : [],
  );
  return stressed(phones.some(isVowel) ? withoutDoubles(phones) : [...phones, 'AH1']);
}

/** What the letter at `place` of `word` sounds like, as encoded phones, by its own `tree`. */
export function soundAt(word: string, place: number, tree: SoundTree): string {
  let [sound, branches] = tree;
  for (const offset of CONTEXT) {
    const next = branches?.[word[place + offset] ?? EDGE];
    if (!next) break;
    [sound, branches] = next;
  }
  return sound;
}

/** English has no long consonants within a word. */
function withoutDoubles(phones: readonly string[]): string[] {
  return phones.filter((phone, i) => isVowel(phone) || phone !== phones[i - 1]);
}

/** With exactly one primary stress. */
function stressed(phones: readonly string[]): string[] {
  const first = phones.findIndex((phone) => phone.endsWith('1'));
  const main = first >= 0 ? first : phones.findIndex((phone) => isVowel(phone));
  return phones.map((phone, i) => {
    if (i === main) return `${withoutStress(phone)}1`;
    return phone.endsWith('1') ? `${withoutStress(phone)}2` : phone;
  });
}
