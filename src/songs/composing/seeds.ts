import { seededRandom } from '../../dsp/random.js';

/** A seed of its own for each thing that is composed: of the song's seed and the names of that thing
 *  (FNV-1a). Changing one take leaves all other seeds as they are. */
export function seedOf(seed: number, ...names: readonly (string | number)[]): number {
  let hash = 0x811c9dc5;
  for (const letter of `${seed}/${names.join('/')}`) {
    hash = Math.imul(hash ^ letter.charCodeAt(0), 0x01000193);
  }
  // The last bits of FNV hashes of like names are alike: mixed (fmix32 of MurmurHash3).
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** Chances for one thing that is composed. */
export class Chance {
  readonly #random: () => number;

  constructor(seed: number, ...names: readonly (string | number)[]) {
    this.#random = seededRandom(seedOf(seed, ...names));
  }

  /** [0, 1) */
  next(): number {
    return this.#random();
  }

  /** Whether something of this probability happens. */
  happens(probability: number): boolean {
    return this.next() < probability;
  }

  pick<T>(choices: readonly T[]): T {
    return choices[Math.floor(this.next() * choices.length)];
  }

  /** Gumbel noise: added to log-probabilities, the greatest sum is a sample of them. */
  gumbel(): number {
    return -Math.log(-Math.log(Math.min(1 - 1e-12, Math.max(1e-12, this.next()))));
  }
}
