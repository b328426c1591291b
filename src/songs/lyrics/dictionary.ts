import { readFileSync } from 'node:fs';
import { brotliDecompressSync } from 'node:zlib';
import { decodePhones } from './phone-alphabet.js';

/** CMUdict, made compact by scripts/train/singing/pronunciations.ts: sorted lines `word phones`. */
const file = new URL('../../../models/singing/pronunciations.txt.br', import.meta.url);

let text: string | undefined;

/** How American English says `word` (lower case): ARPAbet with stress digits; undefined where CMUdict
 *  doesn't have it. */
export function lookUp(word: string): string[] | undefined {
  text ??= brotliDecompressSync(readFileSync(file)).toString('latin1');
  const line = findLine(text, word);
  return line === undefined ? undefined : decodePhones(line);
}

/** What follows `word` and a space on its line of the sorted `lines`. */
function findLine(lines: string, word: string): string | undefined {
  let low = 0;
  let high = lines.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const start = lines.lastIndexOf('\n', middle - 1) + 1;
    const end = lines.indexOf('\n', middle);
    const space = lines.indexOf(' ', start);
    const found = lines.slice(start, space);
    if (found === word) return lines.slice(space + 1, end);
    if (found < word) low = end + 1;
    else high = start;
  }
  return undefined;
}
