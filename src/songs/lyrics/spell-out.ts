const UNITS = [
  ...['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'],
  ...['eleven', 'twelve', 'thirteen', 'fourteen', 'fifteen', 'sixteen', 'seventeen', 'eighteen'],
  'nineteen',
];
const TENS = [
  '',
  '',
  ...['twenty', 'thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty'],
].concat('ninety');
const THOUSANDS = ['', 'thousand', 'million', 'billion', 'trillion'];
const ORDINALS: Readonly<Record<string, string>> = {
  one: 'first',
  two: 'second',
  three: 'third',
  five: 'fifth',
  eight: 'eighth',
  nine: 'ninth',
  twelve: 'twelfth',
};
/** Longer numbers are read digit by digit. */
const MOST_DIGITS = 15;

/** A number as it is read: '1984' → nineteen eighty four, '3.5' → three point five, '2nd' → second.
 *  @param text digits, with or without thousands' commas, a decimal part, or an ordinal's ending */
export function spellOutNumber(text: string): string[] {
  const [, digits, ending] = /^([\d.,]*\d)(st|nd|rd|th|s)?$/.exec(text) ?? [];
  if (digits === undefined) return [];
  const [whole, ...fractions] = digits.replaceAll(',', '').split('.');
  const words = wholeNumber(whole);
  for (const fraction of fractions) words.push('point', ...byDigit(fraction));
  return ending === undefined ? words : withEnding(words, ending);
}

function wholeNumber(digits: string): string[] {
  if (digits.length > MOST_DIGITS || /^0\d/.test(digits)) return byDigit(digits);
  if (/^1[1-9]\d\d$/.test(digits)) return year(digits);
  return cardinal(Number(digits));
}

function byDigit(digits: string): string[] {
  return Array.from(digits, (digit) => UNITS[Number(digit)]);
}

function year(digits: string): string[] {
  const [century, rest] = [Number(digits.slice(0, 2)), Number(digits.slice(2))];
  if (rest === 0) return [...cardinal(century), 'hundred'];
  return [...cardinal(century), ...(rest < 10 ? ['oh'] : []), ...cardinal(rest)];
}

function cardinal(value: number): string[] {
  if (value < UNITS.length) return [UNITS[value]];
  if (value < 100) {
    return [TENS[Math.floor(value / 10)], ...(value % 10 > 0 ? [UNITS[value % 10]] : [])];
  }
  if (value < 1000) {
    return [
      UNITS[Math.floor(value / 100)],
      'hundred',
      ...(value % 100 > 0 ? cardinal(value % 100) : []),
    ];
  }
  const power = Math.floor(Math.log10(value) / 3);
  const unit = 1000 ** power;
  const rest = value % unit;
  return [
    ...cardinal(Math.floor(value / unit)),
    THOUSANDS[power],
    ...(rest > 0 ? cardinal(rest) : []),
  ];
}

function withEnding(words: readonly string[], ending: string): string[] {
  const last = words[words.length - 1];
  const stem = last.replace(/y$/, 'ie');
  const ended = ending === 's' ? `${stem}s` : (ORDINALS[last] ?? `${stem}th`);
  return [...words.slice(0, -1), ended];
}
