import { movingMean } from '../dsp/moving-mean.js';
import { harmonicComb } from './harmonic-comb.js';
import type { LeadSection } from './lead-section.js';
import { followMelody, type VoiceMelody } from './voice-melody.js';
import { WidthAround, widthOf } from './width-around.js';

/** Log-odds that a bin of the mid is the lead's (a logistic regression). Widths are side over mid
 *  power, in octaves: of the bin alone, over two frames either way, and twice over four frames and
 *  one bin either way; all four have one weight. Fitted to mixtures of known leads and backing:
 *  `docs/quality.md`. */
const WEIGHTS = {
  bias: -13.451,
  ownWidth: -0.689,
  width: -0.185,
  narrowShare: 4.704,
  narrowOdds: 1.123,
  comb: 0.258,
};
const FRAMES = 2;
const MORE_FRAMES = 4;

/** How narrow a frame is counts as a mean over so many frames (0.2 s): nobody sings for less. */
const NARROW_SPAN = 9;
/** A bin is as narrow as the lead up to so many times the lead's own width. */
const NARROW_FACTOR = 4;
/** Keeps the odds of a wholly narrow frame finite. */
const NARROW_ODDS_FLOOR = 0.01;

/** The comb's evidence has faded to a fifteenth here. */
const COMB_LIMIT_HZ = 10_000;

/** The melody is followed in what is left of the mid when a bin counts by
 *  1 / (1 + weight·(width − own width)), up to the highest harmonics that are summed. */
const SIDE_WEIGHT = 32;
const MELODY_LIMIT_HZ = 6500;

/** Says for each frame of a section how much of each bin is the lead's, by stereo position and by
 *  the harmonics of the melody that runs through the centre. Call it frame by frame, from 0 on. */
export class LeadMask {
  readonly #frames: WidthAround;
  readonly #neighbours: WidthAround;
  readonly #narrow: Float32Array;
  readonly #melody: VoiceMelody;
  readonly #comb: Float32Array;

  constructor(
    readonly section: LeadSection,
    readonly ownWidth: number,
    readonly binHz: number,
  ) {
    this.#frames = new WidthAround(section, FRAMES);
    this.#neighbours = new WidthAround(section, MORE_FRAMES);
    this.#narrow = narrowShares(section, ownWidth);
    this.#melody = centreMelody(section, ownWidth, binHz);
    this.#comb = new Float32Array(section.bins);
  }

  /** The lead's share of frame `t`, 0…1, into `share` [bins]. */
  at(t: number, share: Float32Array): void {
    const { ownWidth, binHz } = this;
    const { bins, midPower, sidePower } = this.section;
    const [frames, neighbours, comb] = [this.#frames, this.#neighbours, this.#comb];
    frames.moveTo(t);
    neighbours.moveTo(t);
    harmonicComb(this.#melody, t, { binHz, comb: comb.subarray(0, COMB_LIMIT_HZ / binHz) });
    const frameOdds = this.#frameOdds(t);
    for (let bin = 0, i = t * bins; bin < bins; bin++, i++) {
      const alone = widthOf(sidePower[i], midPower[i]) + ownWidth;
      const longer = frames.ofBin(bin) + ownWidth;
      const around = neighbours.ofThreeBins(bin) + ownWidth;
      const octaves = Math.log2(alone * longer * around * around);
      const odds = frameOdds + WEIGHTS.width * octaves + WEIGHTS.comb * comb[bin];
      share[bin] = 1 / (1 + Math.exp(-odds));
    }
  }

  /** What is the same for all bins of a frame. */
  #frameOdds(t: number): number {
    const narrow = this.#narrow[t];
    return (
      WEIGHTS.bias +
      WEIGHTS.ownWidth * Math.log2(this.ownWidth) +
      WEIGHTS.narrowShare * narrow -
      WEIGHTS.narrowOdds * Math.log2(1 + NARROW_ODDS_FLOOR - narrow)
    );
  }
}

/** For each frame, how much of the mid (in magnitudes) is as narrow as the lead, 0…1. */
function narrowShares(section: LeadSection, ownWidth: number): Float32Array {
  const { frames, bins, midPower, sidePower } = section;
  const [all, narrow] = [new Float32Array(frames), new Float32Array(frames)];
  for (let t = 0; t < frames; t++) {
    for (let i = t * bins; i < (t + 1) * bins; i++) {
      const magnitude = Math.sqrt(midPower[i]);
      const limit = NARROW_FACTOR * ownWidth * midPower[i];
      all[t] += magnitude;
      narrow[t] += sidePower[i] > limit ? (magnitude * limit) / sidePower[i] : magnitude;
    }
  }
  const means = movingMean(all, NARROW_SPAN);
  return movingMean(narrow, NARROW_SPAN).map((mean, t) =>
    means[t] > 0 ? Math.min(1, Math.max(0, mean / means[t])) : 0,
  );
}

/** The melody in the centre, of magnitudes relative to the section's rms. */
function centreMelody(section: LeadSection, ownWidth: number, binHz: number): VoiceMelody {
  const { frames, bins, midPower } = section;
  const columns = Math.min(bins, Math.ceil(MELODY_LIMIT_HZ / binHz));
  const rms = Math.sqrt(midPower.reduce((sum, p) => sum + p, 0) / midPower.length);
  const centre = new Float32Array(frames * columns);
  const around = new WidthAround(section, FRAMES, columns);
  for (let t = 0; t < frames; t++) {
    around.moveTo(t);
    for (let bin = 0; bin < columns; bin++) {
      const excess = Math.max(0, around.ofBin(bin) - ownWidth);
      const magnitude = Math.sqrt(midPower[t * bins + bin]) / (1 + SIDE_WEIGHT * excess);
      centre[t * columns + bin] = Math.sqrt(magnitude / (rms + Number.MIN_VALUE));
    }
  }
  return followMelody(centre, columns, binHz);
}
