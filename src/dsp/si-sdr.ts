/** Scale-invariant signal-to-distortion ratio in dB of `estimate` against `reference` (Le Roux et
 *  al., "SDR – half-baked or well done?", 2019). Channels are taken together, as one long signal,
 *  so that a wrong balance between them counts as an error.
 *  @param reference,estimate planar, equal numbers of channels and samples
 *  @returns +Infinity for a scaled copy, −Infinity for an estimate that holds nothing of the
 *    reference, NaN when the reference is silent */
export function siSdrDb(
  estimate: readonly Float32Array[],
  reference: readonly Float32Array[],
): number {
  const product = innerProduct(estimate, reference);
  const referenceEnergy = innerProduct(reference, reference);
  const estimateEnergy = innerProduct(estimate, estimate);
  const targetEnergy = (product * product) / referenceEnergy;
  if (targetEnergy === 0) return -Infinity;
  return 10 * Math.log10(targetEnergy / Math.max(0, estimateEnergy - targetEnergy));
}

function innerProduct(a: readonly Float32Array[], b: readonly Float32Array[]): number {
  let sum = 0;
  for (let channel = 0; channel < a.length; channel++) {
    const x = a[channel];
    const y = b[channel];
    for (let i = 0; i < x.length; i++) sum += x[i] * y[i];
  }
  return sum;
}
