import type { ErrorKind } from '../errors.js';

/** 0 is done. */
const EXIT_CODES: Readonly<Record<ErrorKind, number>> = {
  internal: 1,
  input: 2,
  'not-found': 2,
  model: 3,
  cancelled: 130,
};

/** The exit code of a command that failed by an error of this kind. */
export function exitCodeOf(kind: ErrorKind): number {
  return EXIT_CODES[kind];
}
