import { gatedMean, SILENCE_LUFS, toLufs } from '../dsp/loudness.js';
import type { WeightedEnergy } from '../dsp/weighted-energy.js';
import type { TimeRange } from './lead-changes.js';

/** Passages this far below the voice's own loudness don't count as sung. */
const SUNG_GATE_LU = -10;
const WINDOW_SECONDS = 0.4;
const HOP_SECONDS = 0.1;
/** Less singing than this says nothing of a section. */
const LEAST_SUNG_SECONDS = 1;
/** A section ends where the music has become louder or softer by so much … */
const SECTION_CHANGE_LU = 2.5;
/** … for as long as this, and is at least so long. */
const SECTION_LOOK_SECONDS = 3;
const SHORTEST_SECTION_SECONDS = 6;

/** How loud a voice is against the music, window by window. Both have the same length. */
export class VocalBalance {
  readonly #lead: Float64Array;
  readonly #music: Float64Array;
  readonly #gate: number;

  /** @param music mean squares of the same windows as `windowsOf` gives */
  constructor(lead: Float64Array, music: Float64Array) {
    this.#lead = lead;
    this.#music = music;
    this.#gate = gatedMean(lead, SUNG_GATE_LU) * 10 ** (SUNG_GATE_LU / 10);
  }

  /** Loudness of voice minus music over what is sung in `range` (or at all), LU; undefined where there
   *  is too little of either. */
  ratioLu(range?: TimeRange): number | undefined {
    const from = range ? Math.floor(range.fromSeconds / HOP_SECONDS) : 0;
    const to = range ? Math.ceil(range.toSeconds / HOP_SECONDS) : this.#lead.length;
    let [lead, music, count] = [0, 0, 0];
    for (let k = from; k < Math.min(to, this.#lead.length); k++) {
      if (this.#lead[k] <= this.#gate) continue;
      lead += this.#lead[k];
      music += this.#music[k];
      count++;
    }
    if (count === 0 || (range && count < LEAST_SUNG_SECONDS / HOP_SECONDS)) return undefined;
    const [leadLufs, musicLufs] = [lead, music].map((sum) => toLufs(sum / count));
    if (leadLufs <= SILENCE_LUFS || musicLufs <= SILENCE_LUFS) return undefined;
    return leadLufs - musicLufs;
  }

  /** Stretches in which the music keeps its loudness, from start to end. */
  sections(): TimeRange[] {
    const sections: TimeRange[] = [];
    const look = SECTION_LOOK_SECONDS / HOP_SECONDS;
    const shortest = SHORTEST_SECTION_SECONDS / HOP_SECONDS;
    let from = 0;
    for (let k = shortest; k + shortest <= this.#music.length; k++) {
      if (k - from < shortest || this.#changeAt(k, from, look) < SECTION_CHANGE_LU) continue;
      // The change comes into view before it is there.
      const near = Array.from({ length: look }, (_, n) => this.#changeAt(k + n, from, look));
      const to = k + near.indexOf(Math.max(...near));
      sections.push({ fromSeconds: from * HOP_SECONDS, toSeconds: to * HOP_SECONDS });
      from = to;
    }
    const toSeconds = (this.#music.length + WINDOW_SECONDS / HOP_SECONDS) * HOP_SECONDS;
    return [...sections, { fromSeconds: from * HOP_SECONDS, toSeconds }];
  }

  /** How much louder or softer the music is in the `look` windows from `k` on than from `from` to `k`. */
  #changeAt(k: number, from: number, look: number): number {
    const before = toLufs(mean(this.#music, from, k));
    return Math.abs(toLufs(mean(this.#music, k, k + look)) - before);
  }
}

/** The windows that balances are made from. */
export function windowsOf(energy: WeightedEnergy): Float64Array {
  return energy.windows(WINDOW_SECONDS, HOP_SECONDS);
}

function mean(values: Float64Array, from: number, to: number): number {
  let sum = 0;
  const end = Math.min(values.length, to);
  for (let k = from; k < end; k++) sum += values[k];
  return sum / Math.max(1, end - from);
}
