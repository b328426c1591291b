import { signed } from './signed.js';

/** "−3 semitones". */
export function inSemitones(value: number): string {
  const digits = Number.isInteger(value) ? 0 : 1;
  return `${signed(value, digits)} ${Math.abs(value) === 1 ? 'semitone' : 'semitones'}`;
}
