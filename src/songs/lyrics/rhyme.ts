import { isVowel, withoutStress } from './phone-alphabet.js';
import { pronounce } from './pronounce.js';

/** What of the last word rhymes: its phones from the last stressed vowel on, without stress.
 *  @param text a word or phrase with at least one Latin letter */
export function rhymeOf(text: string): string {
  const phones = lastWordPhones(text);
  const stressed = phones.findLastIndex((phone) => /[12]$/.test(phone));
  const from = stressed >= 0 ? stressed : phones.findLastIndex(isVowel);
  return phones.slice(from).map(withoutStress).join(' ');
}

/** Whether the ends of two lines rhyme; a word doesn't rhyme with itself. */
export function doRhyme(one: string, other: string): boolean {
  const words = [one, other].map((text) => lastWordPhones(text).join(' '));
  return words[0] !== words[1] && rhymeOf(one) === rhymeOf(other);
}

function lastWordPhones(text: string): string[] {
  const word = /([a-z']+)[^a-z']*$/.exec(text.toLowerCase())?.[1] ?? '';
  return pronounce(word);
}
