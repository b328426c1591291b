import { InvalidArgumentError } from 'commander';

/** A number of the command line. */
export function number(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value)) throw new InvalidArgumentError('not a number');
  return value;
}

/** `auto`, or a number. */
export function autoOrNumber(text: string): number | 'auto' {
  return text === 'auto' ? 'auto' : number(text);
}
