import type { Spectrum } from './mid-side-frames.js';

/** Two opinions of the voice's share of a bin, as one: the mean of their log odds, made surer by
 *  half, since two that err each in its own way are right more often where they agree. Chosen on the
 *  songs of `docs/quality.md`, where it is worth more than either opinion alone.
 *  @param a,b in 0…1; where one is certain the other doesn't count
 *  @returns in 0…1 */
export function agreedShare(a: number, b: number): number {
  const odds = powerOf(a * b);
  const against = powerOf((1 - a) * (1 - b));
  return odds + against > 0 ? odds / (odds + against) : a;
}

/** x to the power of ¾: half of each opinion's log odds, times one and a half. */
function powerOf(x: number): number {
  const root = Math.sqrt(x);
  return root * Math.sqrt(root);
}

/** Makes one channel's `stem` what it and `opinion` agree on; its phases become those of the `mix`.
 *  @param opinion the stem's share of each bin of the mix */
export function agree(stem: Spectrum, mix: Spectrum, opinion: Float32Array): void {
  for (let bin = 0; bin < opinion.length; bin++) {
    const mixPower = mix.re[bin] ** 2 + mix.im[bin] ** 2;
    const stemPower = stem.re[bin] ** 2 + stem.im[bin] ** 2;
    const own = mixPower > stemPower ? Math.sqrt(stemPower / mixPower) : 1;
    const share = agreedShare(own, opinion[bin]);
    stem.re[bin] = share * mix.re[bin];
    stem.im[bin] = share * mix.im[bin];
  }
}
