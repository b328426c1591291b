import type { PlayedNote } from '../score/played-note.js';

/** A seed that depends on the note and on nothing around it, so that changing one note leaves the sound
 *  of all others as it was. */
export function noteSeed({ startSeconds, pitch, velocity }: PlayedNote, seed: number): number {
  let hash = seed ^ 0x9e3779b9;
  for (const value of [startSeconds * 1e5, pitch * 1000, velocity * 1000]) {
    hash = Math.imul(hash ^ Math.round(value), 0x85ebca6b);
    hash ^= hash >>> 13;
  }
  return hash >>> 0;
}
