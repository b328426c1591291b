/** ARPAbet's vowels, as in CMUdict. */
export const VOWELS = [
  ...['AA', 'AE', 'AH', 'AO', 'AW', 'AY', 'EH', 'ER'],
  ...['EY', 'IH', 'IY', 'OW', 'OY', 'UH', 'UW'],
] as const;
export const CONSONANTS = [
  ...['B', 'CH', 'D', 'DH', 'F', 'G', 'HH', 'JH', 'K', 'L', 'M', 'N', 'NG'],
  ...['P', 'R', 'S', 'SH', 'T', 'TH', 'V', 'W', 'Y', 'Z', 'ZH'],
] as const;

/** All phones, vowels with the stress digits 0 (none), 1 (primary) and 2 (secondary). */
const PHONES: readonly string[] = [
  ...CONSONANTS,
  ...VOWELS.flatMap((vowel) => [`${vowel}0`, `${vowel}1`, `${vowel}2`]),
];
const FIRST_CODE = 0x30;

const phones: ReadonlySet<string> = new Set(PHONES);
const vowels: ReadonlySet<string> = new Set(VOWELS);

/** Whether `text` is a phone of ARPAbet, vowels with their stress. */
export function isPhone(text: string): boolean {
  return phones.has(text);
}

/** 'AH1' → 'AH' */
export function withoutStress(phone: string): string {
  return phone.replace(/\d$/, '');
}

/** With or without a stress digit. */
export function isVowel(phone: string): boolean {
  return vowels.has(withoutStress(phone));
}

/** One letter per phone, for files. */
export function encodePhones(sounds: readonly string[]): string {
  return sounds.map((phone) => String.fromCharCode(FIRST_CODE + PHONES.indexOf(phone))).join('');
}

export function decodePhones(code: string): string[] {
  return Array.from(code, (letter) => PHONES[letter.charCodeAt(0) - FIRST_CODE]);
}
