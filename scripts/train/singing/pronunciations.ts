/** CMUdict → models/singing/pronunciations.txt.br:
 *
 *    npx tsx scripts/train/singing/pronunciations.ts */
import { writeFileSync } from 'node:fs';
import { brotliCompressSync } from 'node:zlib';
import { dictionary } from 'cmu-pronouncing-dictionary';
import { encodePhones } from '../../../src/songs/lyrics/phone-alphabet.js';

const target = new URL('../../../models/singing/pronunciations.txt.br', import.meta.url);

/** Words of two meanings: the one that songs mean. */
const OWN: Readonly<Record<string, string>> = {
  live: 'L IH1 V',
  wind: 'W IH1 N D',
  winds: 'W IH1 N D Z',
  tears: 'T IH1 R Z',
  tear: 'T IH1 R',
  read: 'R IY1 D',
  lead: 'L IY1 D',
  close: 'K L OW1 S',
  our: 'AW1 ER0',
};

const lines = Object.entries({ ...dictionary, ...OWN })
  .filter(([word]) => /^[a-z']+$/.test(word))
  .map(([word, phones]) => `${word} ${encodePhones(phones.split(' '))}`)
  .sort((a, b) => (a < b ? -1 : 1));
writeFileSync(target, brotliCompressSync(Buffer.from(`${lines.join('\n')}\n`, 'latin1')));
console.log(lines.length, 'words');
