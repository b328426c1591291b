/** A text that readers take what they understand out of; what is left over was not understood. */
export class PromptText {
  /** With marks over what was understood. */
  #left: string;

  constructor(text: string) {
    this.#left = text;
  }

  /** What nobody has understood yet. */
  get left(): string {
    return this.#left;
  }

  /** The first match of `pattern` in what is left; it is taken out. */
  take(pattern: RegExp): RegExpExecArray | undefined {
    const match = pattern.exec(this.#left);
    if (!match) return undefined;
    this.cover(match.index, match[0].length);
    return match;
  }

  /** Which of `words` is in what is left: the longest; it is taken out. */
  takeWord(words: readonly string[]): string | undefined {
    const text = plainText(this.#left);
    const sorted = [...words].sort((a, b) => b.length - a.length);
    for (const word of sorted) {
      const at = findWord(text, word);
      if (at < 0) continue;
      this.cover(at, word.length);
      return word;
    }
    return undefined;
  }

  /** Takes out a stretch. */
  cover(at: number, length: number): void {
    const marks = COVERED.repeat(length);
    this.#left = this.#left.slice(0, at) + marks + this.#left.slice(at + length);
  }
}

/** Stands for a letter that was understood: no letter, no space. */
const COVERED = '\u0001';

/** For `findWord`: lower case, hyphens as spaces; as long as `text`. */
export function plainText(text: string): string {
  // The only letter that becomes longer in lower case.
  return text.replaceAll('İ', 'I').toLowerCase().replaceAll('-', ' ');
}

/** Where a word or phrase stands on its own in a plain text; −1 where it doesn't. */
export function findWord(plain: string, word: string): number {
  const wanted = plainText(word);
  for (let at = plain.indexOf(wanted); at >= 0; at = plain.indexOf(wanted, at + 1)) {
    if (!isLetter(plain[at - 1]) && !isLetter(plain[at + wanted.length])) return at;
  }
  return -1;
}

function isLetter(character: string | undefined): boolean {
  return character !== undefined && /[\p{L}\p{N}]/u.test(character);
}
