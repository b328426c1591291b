import { spellOutNumber } from './spell-out.js';

/** What is written of a word, and how it is said. */
export interface ReadWord {
  /** As it stands in the text; of numbers and signs, spelled out. */
  text: string;
  /** Lower-case a–z and apostrophes. */
  spoken: string;
}

const SIGNS: Readonly<Record<string, string>> = {
  '&': 'and',
  '+': 'plus',
  '@': 'at',
  '%': 'percent',
  '=': 'equals',
  $: 'dollars',
  '€': 'euros',
  '£': 'pounds',
};
/** Letters that don't come apart into a Latin one and an accent. */
const LATIN: Readonly<Record<string, string>> = {
  ...{ ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', đ: 'd', ð: 'th', þ: 'th', ł: 'l', ı: 'i' },
};
const ADDRESS = /^(https?:\/\/|www\.)|\w@\w+\.\w/i;
const HAS_MEANING = /[\p{L}\p{N}\p{Extended_Pictographic}\p{Sc}&+@%=]/u;
const IS_PLAIN = /^[^\d&+@%=$€£]+$/u;
const LETTERS_OF_A_WORD = 40;

/** The words of a `line` of lyrics in any state: numbers and signs spelled out, accents dropped.
 *  @returns `ignored`: what can't be sung (other scripts, emoji, addresses) */
export function readWords(line: string): { words: ReadWord[]; ignored: string[] } {
  const words: ReadWord[] = [];
  const ignored: string[] = [];
  for (const piece of line.normalize('NFC').split(/\s+/u).flatMap(withoutDashes)) {
    if (!HAS_MEANING.test(piece)) continue;
    const spoken = ADDRESS.test(piece) ? [] : spokenOf(piece);
    if (spoken.length === 0) ignored.push(piece.slice(0, LETTERS_OF_A_WORD));
    else if (spoken.length === 1 && IS_PLAIN.test(piece))
      words.push({ text: shown(piece), spoken: spoken[0] });
    else words.push(...spoken.map((word) => ({ text: word, spoken: word })));
  }
  return { words, ignored };
}

/** Compounds in their parts. */
function withoutDashes(piece: string): string[] {
  return ADDRESS.test(piece) ? [piece] : piece.split(/[—–/]+|-+(?=\p{L})/u);
}

/** Without brackets and quotation marks around it. */
function shown(piece: string): string {
  return piece.replace(/^["“”„«([{*_~#]+|["“”»)\]}*_~#]+$/gu, '').slice(0, LETTERS_OF_A_WORD);
}

function spokenOf(piece: string): string[] {
  const plain = latin(piece.toLowerCase()).replace(/[’‘`´]/g, "'");
  const amount = /^([$€£])([\d.,]*\d)/.exec(plain);
  if (amount) return [...spellOutNumber(amount[2]), SIGNS[amount[1]]];
  const parts = plain.match(
    /[\d][\d.,]*(?:st|nd|rd|th|s)?(?![a-z])|[\d][\d.,]*|[a-z']+|[&+@%=$€£]/g,
  );
  return (parts ?? []).flatMap((part) => {
    if (/^\d/.test(part)) return spellOutNumber(part.replace(/[.,]+(?=$|[a-z])/, ''));
    if (part in SIGNS) return [SIGNS[part]];
    return /[a-z]/.test(part) ? [part.slice(0, LETTERS_OF_A_WORD)] : [];
  });
}

function latin(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[ßæœøđðþłı]/g, (letter) => LATIN[letter]);
}
