/** Centres of the ⅓-octave bands of IEC 61260, 25 Hz to 20 kHz. */
export const THIRD_OCTAVES_HZ: readonly number[] = Array.from(
  { length: 30 },
  (_, i) => 1000 * 10 ** ((i - 16) / 10),
);

/** From a band's centre to its upper edge. */
const HALF_BAND = 10 ** (1 / 20);

/** Sums a power spectrum into ⅓-octave bands. Bins that lie on an edge are shared. */
export class ThirdOctaves {
  readonly #shares: readonly { bin: number; share: number }[][];

  /** @param binHz distance of the bins
   *  @param bins from DC to Nyquist */
  constructor(binHz: number, bins: number) {
    this.#shares = THIRD_OCTAVES_HZ.map((hz) =>
      sharesBetween(hz / HALF_BAND / binHz, (hz * HALF_BAND) / binHz, bins),
    );
  }

  /** Adds the energy of `power` [bins] to `bands` [30], each times `weight`. */
  addTo(bands: Float64Array, power: Float32Array | Float64Array, weight = 1): void {
    this.#shares.forEach((shares, band) => {
      let sum = 0;
      for (const { bin, share } of shares) sum += share * power[bin];
      bands[band] += weight * sum;
    });
  }
}

/** @param low @param high in bins, which reach half a bin to either side of their frequency */
function sharesBetween(low: number, high: number, bins: number) {
  const shares: { bin: number; share: number }[] = [];
  for (let bin = Math.round(low); bin <= Math.min(bins - 1, Math.round(high)); bin++) {
    const share = Math.min(high, bin + 0.5) - Math.max(low, bin - 0.5);
    if (share > 0) shares.push({ bin, share });
  }
  return shares;
}
