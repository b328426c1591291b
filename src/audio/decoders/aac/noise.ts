import { NOISE_BOOK } from './band-codes.js';
import type { ChannelStream } from './channel-stream.js';
import { eachBand } from './window-info.js';

/** White noise that is the same at every run: a linear congruential generator (Numerical
 *  Recipes). */
export class NoiseSource {
  private state = 1;

  /** Uniform in ±1. */
  next(): number {
    this.state = (Math.imul(this.state, 1664525) + 1013904223) | 0;
    return this.state / 2 ** 31;
  }
}

/** Fills the bands of `stream` of which only the energy is coded (perceptual noise substitution).
 *  @param pair has the same noise on both sides where its mask says so */
export function fillWithNoise(
  { info, codes: { books, scales }, lines }: ChannelStream,
  source: NoiseSource,
  pair?: { left: ChannelStream; mask: Uint8Array },
): void {
  if (!books.includes(NOISE_BOOK)) return;
  eachBand(info, (band, from, to) => {
    if (books[band] !== NOISE_BOOK) return;
    const target = lines.subarray(from, to);
    const alike = pair?.mask[band] === 1 && pair.left.codes.books[band] === NOISE_BOOK;
    if (alike) target.set(pair.left.lines.subarray(from, to));
    else for (let i = 0; i < target.length; i++) target[i] = source.next();
    normalise(target, 2 ** (scales[band] / 4));
  });
}

/** To the norm `amplitude`. */
function normalise(lines: Float32Array, amplitude: number): void {
  let energy = 0;
  for (const line of lines) energy += line * line;
  const gain = energy > 0 ? amplitude / Math.sqrt(energy) : 0;
  for (let i = 0; i < lines.length; i++) lines[i] *= gain;
}
