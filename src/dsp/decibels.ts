/** What digital silence reads: a finite number, so that reports stay valid JSON. Far below what
 *  24 bits can hold (−144 dB). */
const SILENCE_DB = -150;

/** The linear factor of `db` decibels of amplitude. */
export function dbToGain(db: number): number {
  return 10 ** (db / 20);
}

/** Decibels of a power ≥ 0, never below `SILENCE_DB`. */
export function powerToDb(power: number): number {
  return Math.max(SILENCE_DB, 10 * Math.log10(power));
}

/** Decibels of an amplitude ≥ 0, never below `SILENCE_DB`. */
export function gainToDb(gain: number): number {
  return Math.max(SILENCE_DB, 20 * Math.log10(gain));
}
