/** Confidence 1 is a lead that is expected to stand so far clear of what isn't the lead. */
const WHOLLY_SURE_DB = 20;

/** From these confidences on, in words. */
const SURE = 0.5;
const FAIRLY_SURE = 0.3;

/** How well a lead is told from backing vocals, by the split's own doubt: were the mask a true
 *  probability p that a bin's power is the lead's, the error left in it would be p·(1 − p). */
export class LeadConfidence {
  #lead = 0;
  #doubt = 0;
  #side = 0;

  /** Counts one frame.
   *  @param share of each bin that is taken for the lead, 0…1
   *  @param midPower,sidePower of each bin */
  count(share: Float32Array, midPower: Float32Array, sidePower: Float32Array): void {
    for (let bin = 0; bin < share.length; bin++) {
      this.#lead += share[bin] * share[bin] * midPower[bin];
      this.#doubt += share[bin] * (1 - share[bin]) * midPower[bin];
      this.#side += sidePower[bin];
    }
  }

  /** Expected SI-SDR of the lead; 0 for silence, and for mono vocals, where backing vocals are in
   *  the centre too. */
  get expectedDb(): number {
    if (this.#lead === 0 || this.#side === 0) return 0;
    return 10 * Math.log10(this.#lead / Math.max(this.#doubt, Number.MIN_VALUE));
  }

  /** 0 (a guess) … 1 (sure). */
  get value(): number {
    return Math.min(1, Math.max(0, this.expectedDb / WHOLLY_SURE_DB));
  }

  get inWords(): 'sure' | 'fairly sure' | 'not sure' {
    if (this.value >= SURE) return 'sure';
    return this.value >= FAIRLY_SURE ? 'fairly sure' : 'not sure';
  }
}
