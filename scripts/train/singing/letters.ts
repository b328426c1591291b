/** Grows the tree that says unknown words, from the dictionary:
 *
 *    npx tsx scripts/train/singing/letters.ts
 *
 *  Aligns letters with phones by expectation maximisation, grows one tree per letter, prints how well it
 *  says every twentieth word when it was grown without those, and writes the tree of all words to
 *  models/singing/letter-to-sound.json.br. */
import { writeFileSync } from 'node:fs';
import { brotliCompressSync } from 'node:zlib';
import { dictionary } from 'cmu-pronouncing-dictionary';
import {
  CONTEXT,
  EDGE,
  soundAt,
  type SoundTree,
} from '../../../src/songs/lyrics/letter-to-sound.js';
import { encodePhones } from '../../../src/songs/lyrics/phone-alphabet.js';

const target = new URL('../../../models/singing/letter-to-sound.json.br', import.meta.url);
const ROUNDS = 6;
const MOST_PHONES_PER_LETTER = 2;
/** Of a letter that sounds as no other word has it. */
const RARE = 1e-5;
const HELD_OUT = 20;
/** Contexts that fewer words have aren't asked further. */
const LEAST_WORDS = 3;

interface Example {
  word: string;
  place: number;
  sound: string;
}

const words = Object.entries(dictionary)
  .filter(([word]) => /^[a-z]{2,}$/.test(word))
  .map(([word, phones]): [string, string] => [word, encodePhones(phones.split(' '))])
  .filter(([word, phones]) => phones.length <= MOST_PHONES_PER_LETTER * word.length);
const examples = align(words);
report(grow(examples.filter((_, i) => i % HELD_OUT !== 0)));
const tree = brotliCompressSync(JSON.stringify(grow(examples)));
writeFileSync(target, tree);
console.log(tree.length, 'bytes');

/** By word, what each of its letters sounds like. */
function align(pairs: readonly [string, string][]): Example[][] {
  let costs = new Map<string, number>();
  let found: Example[][] = [];
  for (let round = 0; round < ROUNDS; round++) {
    found = pairs.map(([word, phones]) => bestSplit(word, phones, costs));
    costs = costsOf(found.flat());
  }
  return found;
}

/** Which letter makes which phones, at the least cost. */
function bestSplit(word: string, phones: string, costs: ReadonlyMap<string, number>): Example[] {
  const width = phones.length + 1;
  const best = new Float64Array((word.length + 1) * width).fill(Infinity);
  const taken = new Uint8Array(best.length);
  best[0] = 0;
  for (let i = 0; i < word.length; i++) {
    for (let p = 0; p < width; p++) {
      for (let n = 0; n <= MOST_PHONES_PER_LETTER && p + n < width; n++) {
        const sound = phones.slice(p, p + n);
        // At first: one phone each, along the diagonal.
        const guess =
          Math.abs(n - 1) + 0.1 * Math.abs((i + 1) / word.length - (p + n) / phones.length);
        const cost = costs.size === 0 ? guess : (costs.get(word[i] + sound) ?? -Math.log(RARE));
        const to = (i + 1) * width + p + n;
        if (best[i * width + p] + cost >= best[to]) continue;
        best[to] = best[i * width + p] + cost;
        taken[to] = n;
      }
    }
  }
  const split: Example[] = [];
  let end = phones.length;
  for (let place = word.length - 1; place >= 0; place--) {
    const n = taken[(place + 1) * width + end];
    split.unshift({ word, place, sound: phones.slice(end - n, end) });
    end -= n;
  }
  return split;
}

/** −ln P(sound | letter), by letter and sound. */
function costsOf(all: readonly Example[]): Map<string, number> {
  const counts = new Map<string, number>();
  const letters = new Map<string, number>();
  for (const { word, place, sound } of all) {
    const letter = word[place];
    counts.set(letter + sound, (counts.get(letter + sound) ?? 0) + 1);
    letters.set(letter, (letters.get(letter) ?? 0) + 1);
  }
  for (const [key, count] of counts) counts.set(key, -Math.log(count / (letters.get(key[0]) ?? 1)));
  return counts;
}

function grow(from: readonly Example[][]): Record<string, SoundTree> {
  const byLetter = grouped(from.flat(), ({ word, place }) => word[place]);
  return Object.fromEntries([...byLetter].map(([letter, found]) => [letter, branch(found, 0)]));
}

function branch(found: readonly Example[], depth: number): SoundTree {
  const sound = commonest(found);
  if (depth === CONTEXT.length || found.every((example) => example.sound === sound)) return [sound];
  const offset = CONTEXT[depth];
  const branches: Record<string, SoundTree> = {};
  const groups = grouped(found, ({ word, place }) => word[place + offset] ?? EDGE);
  for (const [letter, group] of groups) {
    const next =
      group.length < LEAST_WORDS ? ([commonest(group)] as const) : branch(group, depth + 1);
    if (next[1] !== undefined || next[0] !== sound) branches[letter] = next;
  }
  return Object.keys(branches).length > 0 ? [sound, branches] : [sound];
}

function grouped(
  found: readonly Example[],
  key: (example: Example) => string,
): Map<string, Example[]> {
  const groups = new Map<string, Example[]>();
  for (const example of found) {
    const group = groups.get(key(example));
    if (group) group.push(example);
    else groups.set(key(example), [example]);
  }
  return groups;
}

function commonest(found: readonly Example[]): string {
  const counts = new Map<string, number>();
  for (const { sound } of found) counts.set(sound, (counts.get(sound) ?? 0) + 1);
  return [...counts].reduce((best, entry) => (entry[1] > best[1] ? entry : best))[0];
}

function report(trees: Record<string, SoundTree>): void {
  let [letters, rightLetters, rightWords] = [0, 0, 0];
  const unseen = examples.filter((_, i) => i % HELD_OUT === 0);
  for (const word of unseen) {
    const right = word.filter(
      (example) =>
        soundAt(example.word, example.place, trees[example.word[example.place]]) === example.sound,
    ).length;
    letters += word.length;
    rightLetters += right;
    if (right === word.length) rightWords++;
  }
  const percent = (part: number, whole: number) => `${((100 * part) / whole).toFixed(1)} %`;
  console.log(
    `${unseen.length} unseen words: ${percent(rightLetters, letters)} of letters, ` +
      `${percent(rightWords, unseen.length)} of words right, stress included`,
  );
}
