import { randomBytes } from 'node:crypto';

/** A new id of a job or upload: 96 random bits, in 24 lower-case hexadecimal digits. */
export function newId(): string {
  return randomBytes(12).toString('hex');
}
