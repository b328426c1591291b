/** Signal-to-distortion ratios as museval has them (BSS Eval v4; Stöter, Liutkus & Ito, "The 2018
 *  Signal Separation Evaluation Campaign"): frame by frame, the energy of the true source over that of
 *  all that is wrong with its estimate. The filters of 512 taps of BSS Eval only tell kinds of errors
 *  from each other (for ISR, SIR and SAR); they cancel out of version 4's SDR, to which a wrong gain is
 *  an error too.
 *  @param estimates,references [sources][channels][samples], all of one shape
 *  @param frameLength in samples: museval's is one second; a remainder at the end is left out, and a
 *    signal that is no longer is one frame
 *  @returns dB [sources][frames]; NaN for all sources where one, or its estimate, is silent */
export function framewiseSdrDb(
  estimates: readonly Planar[],
  references: readonly Planar[],
  frameLength: number,
): number[][] {
  const { length } = references[0][0];
  const frames = Math.max(1, Math.floor(length / frameLength));
  const ratios: number[][] = references.map(() => []);
  for (let t = 0; t < frames; t++) {
    const frame = (source: Planar) =>
      source.map((x) => x.subarray(t * frameLength, (t + 1) * frameLength));
    const truths = references.map(frame);
    const guesses = estimates.map(frame);
    const unclear = truths.some(isSilent) || guesses.some(isSilent);
    truths.forEach((truth, i) => ratios[i].push(unclear ? NaN : ratioDb(truth, guesses[i])));
  }
  return ratios;
}

/** The median of `framewiseSdrDb` over the frames that have one: what museval reports of a song.
 *  @returns dB [sources]; NaN when no frame has one */
export function sdrDb(
  estimates: readonly Planar[],
  references: readonly Planar[],
  frameLength: number,
): number[] {
  return framewiseSdrDb(estimates, references, frameLength).map(medianOfNumbers);
}

/** Channels of samples. */
type Planar = readonly Float32Array[];

/** As museval asks: whether the channels' sum is always 0, so that a side signal is silent too. */
function isSilent(source: Planar): boolean {
  return source[0].every((_, i) => source.reduce((sum, x) => sum + x[i], 0) === 0);
}

function ratioDb(truth: Planar, guess: Planar): number {
  let signal = 0;
  let distortion = 0;
  for (let c = 0; c < truth.length; c++) {
    for (let i = 0; i < truth[c].length; i++) {
      signal += truth[c][i] ** 2;
      distortion += (guess[c][i] - truth[c][i]) ** 2;
    }
  }
  return 10 * Math.log10(signal / distortion);
}

function medianOfNumbers(values: readonly number[]): number {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return (sorted[Math.floor(middle)] + sorted[Math.ceil(middle)]) / 2;
}
