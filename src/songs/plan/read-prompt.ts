import { instrumentsIn } from '../../instruments/catalogue.js';
import type { InstrumentEntry } from '../../instruments/entry.js';
import { parseKey, type Key, type Mode } from '../../score/pitch-names.js';
import type { Score } from '../../score/score.js';
import { styles } from '../styles/index.js';
import { findWord, plainText, PromptText } from './find-words.js';
import { MOODS, NUMBER_WORDS, TEMPO_WORDS, VOCAL_WORDS } from './words.js';

/** What a prompt says, as far as rules understand it. Absent is what it doesn't say. */
export interface ReadPrompt {
  bpm?: number;
  /** Where in the style's tempo range, about 0 … 1. */
  tempoPlace?: number;
  key?: Key;
  /** Where only the mode was named. */
  mode?: Mode;
  metre?: Score['metre'];
  durationSeconds?: number;
  vocal?: 'female' | 'male' | 'any' | 'none';
  /** Styles that were named, the first first. */
  styles: string[];
  moods: string[];
  instruments: InstrumentEntry[];
  /** Instruments and families that it doesn't want. */
  excluded: InstrumentEntry[];
  excludesDrums: boolean;
  /** Whether nothing but the named instruments is to play. */
  isOnly: boolean;
  /** "the last train home" */
  topic?: string;
  /** Words that nothing was made of. */
  ignored: string[];
}

/** Prompts beyond this are cut. */
const LONGEST_PROMPT = 2000;
/** Words that carry no wish. */
const FILLERS = new Set(
  (
    'a an the and or of in on at to for with by from is it its be as into about like some very really quite bit little more less ' +
    'song songs music track tune piece please make me create generate write compose give i want need something would ' +
    'that this my your our one where which who feel feeling vibe vibes mood style sound sounds sounding beat beats ' +
    'tempo key bpm time signature mode featuring feat plus no not without just only but then when over under ' +
    'minute minutes second seconds long short around approximately roughly ca played playing sung'
  ).split(' '),
);
const MOST_IGNORED = 30;

/** Takes a free text apart: tempo, key, metre, length, voice, style, moods, instruments wished for or
 *  not, and a topic. Any text will do. */
export function readPrompt(prompt: string): ReadPrompt {
  const text = new PromptText(normalised(prompt));
  // In this order: what is unmistakable first, so that its words aren't taken for something else.
  const topic = readTopic(text);
  const bpm = readTempo(text);
  const durationSeconds = readDuration(text);
  const metre = readMetre(text);
  const { key, mode } = readKey(text);
  const namedStyles = readStyles(text);
  const vocal = readVocal(text);
  const { excluded, excludesDrums } = readExcluded(text);
  const isOnly = /\b(only|just|solo|nothing but|unaccompanied)\b/i.test(text.left);
  const { instruments, ignoredText } = readInstruments(text);
  const tempoPlace = bpm === undefined ? readTempoWord(text) : undefined;
  const moods = readMoods(text, ignoredText);
  return {
    ...{ bpm, tempoPlace, key, mode, metre, durationSeconds, vocal, moods, topic },
    ...{ instruments, excluded, excludesDrums, styles: namedStyles },
    isOnly: isOnly && instruments.length > 0,
    ignored: ignoredWords(text.left),
  };
}

function normalised(prompt: string): string {
  return prompt
    .slice(0, LONGEST_PROMPT)
    .normalize('NFKC')
    .replace(/[\s\u0000-\u001f\u007f]+/g, ' ')
    .replace(/[‐‑‒–—]/g, '-')
    .replace(/[’‘`]/g, "'")
    .replace(/♯/g, '#')
    .replace(/♭/g, 'b');
}

/** "about the last train home" */
function readTopic(text: PromptText): string | undefined {
  const match = text.take(
    /\babout\s+(?!\d)([^,.;:!?\n]{2,80}?)(?=\s*(?:[,.;:!?\n]|$|\bwith\b|\bin [A-G][#b]?\b|\bat \d|\d+\s*bpm))/i,
  );
  return match?.[1].trim();
}

function readTempo(text: PromptText): number | undefined {
  const number = '(\\d{2,3}(?:[.,]\\d{1,3})?)';
  const match =
    text.take(
      new RegExp(
        `${number}\\s*-?\\s*(?:bpm|b\\.p\\.m\\.?|beats\\s+(?:per|a)\\s+minute)(?![a-z])`,
        'i',
      ),
    ) ??
    text.take(
      new RegExp(`\\b(?:bpm|tempo)\\s*(?:of|is|at|:|=|around|about)?\\s*${number}\\b`, 'i'),
    ) ??
    text.take(new RegExp(`(?:♩|quarter(?:\\s+note)?)\\s*=\\s*${number}`, 'i'));
  const bpm = Number(match?.[1].replace(',', '.'));
  return bpm >= 20 && bpm <= 400 ? bpm : undefined;
}

const UNIT_SECONDS: readonly (readonly [RegExp, number])[] = [
  [/^(?:m|min|mins|minute|minutes)$/i, 60],
  [/^(?:s|sec|secs|second|seconds)$/i, 1],
];

function readDuration(text: PromptText): number | undefined {
  const clock = text.take(/(?<![\d:.])(\d{1,2}):([0-5]\d)(?:\s*(?:min(?:utes?)?|long))?(?![\d:])/i);
  if (clock) return Number(clock[1]) * 60 + Number(clock[2]);
  const numbers = Object.keys(NUMBER_WORDS)
    .sort((a, b) => b.length - a.length)
    .join('|');
  const amount = `(\\d{1,3}(?:\\.\\d+)?|${numbers})`;
  const both = text.take(
    new RegExp(
      `\\b${amount}\\s*-?\\s*(?:minutes?|mins?|m)(?:\\s*(?:and\\s*)?)${amount}\\s*-?\\s*(?:seconds?|secs?|s)\\b`,
      'i',
    ),
  );
  if (both) return 60 * amountOf(both[1]) + amountOf(both[2]);
  const halves = text.take(new RegExp(`\\b${amount}\\s+and\\s+a\\s+half\\s+minutes?\\b`, 'i'));
  if (halves) return 60 * amountOf(halves[1]) + 30;
  const half = text.take(/\bhalf\s+a\s+minute\b/i);
  if (half) return 30;
  const one = text.take(
    new RegExp(`\\b${amount}\\s*-?\\s*(minutes?|mins?|seconds?|secs?|s|m)\\b(?!\\.)`, 'i'),
  );
  if (!one) return undefined;
  const unit = UNIT_SECONDS.find(([pattern]) => pattern.test(one[2]))?.[1] ?? 1;
  return amountOf(one[1]) * unit;
}

function amountOf(text: string): number {
  return NUMBER_WORDS[text.toLowerCase()] ?? Number(text);
}

const BEAT_UNITS = [2, 4, 8, 16] as const;

function readMetre(text: PromptText): Score['metre'] | undefined {
  const match = text.take(
    /(?<![\d/])(1[0-6]|[1-9])\s*\/\s*(2|4|8|16)(?![\d/])(?:\s*(?:time|metre|meter|signature|beat))*/i,
  );
  if (match) {
    const beatUnit = BEAT_UNITS.find((unit) => unit === Number(match[2]))!;
    return { beatsPerBar: Number(match[1]), beatUnit };
  }
  if (text.take(/\b(?:waltz|three-four|triple)[\s-]*(?:time|metre|meter|rhythm)\b/i))
    return { beatsPerBar: 3, beatUnit: 4 };
  return undefined;
}

const MODE_WORDS = '(major|minor|dorian|phrygian|lydian|mixolydian|aeolian|maj|min|dur|moll|m)';
const TONIC = '([A-Ga-g])\\s*(#|b(?![a-z])|-?\\s*sharp|-?\\s*flat)?';

function readKey(text: PromptText): { key?: Key; mode?: Mode } {
  // "in a minor key" names no tonic.
  const onlyMode = text.take(/\b(?:in\s+)?an?\s+(major|minor)\s+(?:key|mode|tonality|scale)\b/i);
  if (onlyMode) return { mode: onlyMode[1].toLowerCase() as Mode };
  const patterns = [
    new RegExp(
      `\\b(?:in\\s+)?(?:the\\s+)?key\\s*(?:of|:|=|is)?\\s*${TONIC}(?:[\\s-]*${MODE_WORDS})?(?![\\p{L}#])`,
      'iu',
    ),
    new RegExp(
      `(?<![\\p{L}\\p{N}])${TONIC}[\\s-]*(?:major|minor|dorian|phrygian|lydian|mixolydian|aeolian|maj|min|dur|moll)(?![\\p{L}])`,
      'iu',
    ),
    /(?<![\p{L}\p{N}])([A-G])(#|b)?(m)(?![\p{L}\p{N}#'])/u,
    /(?<=\b(?:in|key)\s+)([A-G])(#|b|\s*sharp|\s*flat)?(?![\p{L}\p{N}#'-])/u,
  ];
  for (const pattern of patterns) {
    const match = text.take(pattern);
    const key = match && keyOf(match[0]);
    if (key) return { key };
  }
  const mode = text.takeWord(['minor', 'major', 'dorian', 'phrygian', 'lydian', 'mixolydian']);
  return mode ? { mode: mode as Mode } : {};
}

function keyOf(matched: string): Key | undefined {
  const name = matched.replace(/^(?:in\s+)?(?:the\s+)?(?:key\s*(?:of|:|=|is)?\s*)?/i, '');
  try {
    return parseKey(name);
  } catch {
    return undefined; // It was another word: the next pattern is tried.
  }
}

/** The styles that were named. Their words are taken out where they would be taken for instruments. */
function readStyles(text: PromptText): string[] {
  const plain = plainText(text.left);
  const found = styles.flatMap((style) =>
    [style.id, ...style.words].flatMap((word) => {
      const at = findWord(plain, word);
      return at < 0 ? [] : [{ style: style.id, at, length: word.length }];
    }),
  );
  // Of words within words the longer one was meant: "pop punk", not "pop".
  const meant = found.filter(
    (a) =>
      !found.some((b) => b.length > a.length && b.at <= a.at && b.at + b.length >= a.at + a.length),
  );
  const sorted = meant.sort((a, b) => a.at - b.at || b.length - a.length);
  sorted.forEach(({ at, length }) => {
    if (!/orchestra$|strings/i.test(text.left.slice(at, at + length))) text.cover(at, length);
  });
  // "blues rock" is rock: of neighbours the last is the noun.
  const isNoun = (i: number) => {
    const next = sorted[i + 1];
    return !next || next.at - (sorted[i].at + sorted[i].length) > 2;
  };
  const nouns = sorted.filter((_, i) => isNoun(i));
  return [...new Set([...nouns, ...sorted].map(({ style }) => style))];
}

function readVocal(text: PromptText): ReadPrompt['vocal'] {
  for (const vocal of ['none', 'female', 'male', 'any'] as const) {
    const word = text.takeWord(VOCAL_WORDS[vocal]);
    if (!word) continue;
    text.takeWord(['vocals', 'vocal', 'voice', 'singer', 'singing']);
    return vocal;
  }
  return undefined;
}

/** "no drums", "without guitars or brass", "drumless". */
function readExcluded(text: PromptText): Pick<ReadPrompt, 'excluded' | 'excludesDrums'> {
  const excluded: InstrumentEntry[] = [];
  let excludesDrums = text.take(/\bdrum(?:s)?-?less\b/i) !== undefined;
  const pattern =
    /\b(?:no|without(?:\s+any)?|minus|not?\s+any|excluding|except)\s+((?:[\p{L}\d-]+\s+){0,2}[\p{L}\d-]+(?:\s*(?:,|or|and|nor|&)\s*(?:no\s+)?[\p{L}\d-]+)*)/iu;
  for (let match = pattern.exec(text.left); match; match = pattern.exec(text.left)) {
    const phrase = match[1].split(/\bwith\b|\bbut\b/i)[0];
    const found = instrumentsIn(phrase);
    const isDrums = /\b(?:drums?|percussion|beat)\b/i.test(phrase);
    excludesDrums ||= isDrums;
    excluded.push(...found.filter(({ family }) => family !== 'drums'));
    const lead = match[0].length - match[1].length;
    text.cover(match.index, found.length > 0 || isDrums ? lead + phrase.length : lead);
  }
  return { excluded, excludesDrums };
}

function readInstruments(text: PromptText): {
  instruments: InstrumentEntry[];
  ignoredText: string;
} {
  const before = text.left;
  const instruments = instrumentsIn(before);
  for (const { id, name, aliases } of instruments) {
    const words = [id, name, ...aliases].flatMap((word) => [word, `${word}s`]);
    text.takeWord(words);
  }
  return { instruments, ignoredText: before };
}

function readTempoWord(text: PromptText): number | undefined {
  const words = TEMPO_WORDS.flatMap(([all, place]) => all.map((word) => ({ word, place })));
  const taken = text.takeWord(words.map(({ word }) => word));
  return words.find(({ word }) => word === taken)?.place;
}

/** Moods by their words; those that an instrument's name holds too count all the same. */
function readMoods(text: PromptText, before: string): string[] {
  const plain = plainText(before);
  return Object.entries(MOODS).flatMap(([mood, { words }]) => {
    const isNamed = words.some((word) => findWord(plain, word) >= 0);
    while (text.takeWord(words));
    return isNamed ? [mood] : [];
  });
}

function ignoredWords(left: string): string[] {
  const words = left.split(/[\s,;.!?()"\u0001/&+]+/).filter((word) => /[\p{L}\p{N}]/u.test(word));
  const meant = words.filter((word) => !FILLERS.has(word.toLowerCase()));
  return [...new Set(meant)].slice(0, MOST_IGNORED).map((word) => word.slice(0, 40));
}
