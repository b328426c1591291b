import { BandGrid } from '../../dsp/band-grid.js';

/** The axis of every envelope of this engine and its profiles. Recordings at 24 kHz reach 11 kHz;
 *  above, the last band's gain holds. */
export const envelopeGrid = new BandGrid(72, 60, 11_000);

/** Corner and height of the ear's preference for the upper bands (ITU-R BS.1770's shelf: +4 dB). */
const SHELF_HZ = 1681;
const SHELF_POWER = 1.51;

const bandWeights = loudnessWeights(envelopeGrid);

/** Loudness of `envelope` [bands, ln amplitude] as ln of a weighted RMS amplitude. */
export function envelopeLoudness(envelope: Float32Array): number {
  let power = 0;
  for (let b = 0; b < bandWeights.length; b++) power += bandWeights[b] * Math.exp(2 * envelope[b]);
  return 0.5 * Math.log(power);
}

/** Takes the loudness off `envelope`, in place, and returns it: what is left is its shape. */
export function removeLoudness(envelope: Float32Array): number {
  const loudness = envelopeLoudness(envelope);
  for (let b = 0; b < envelope.length; b++) envelope[b] -= loudness;
  return loudness;
}

/** Bandwidths in Hz times the shelf, summing to 1. */
function loudnessWeights({ hz, count }: BandGrid): Float64Array {
  const weights = new Float64Array(count);
  for (let b = 0; b < count; b++) {
    const width = (hz[Math.min(count - 1, b + 1)] - hz[Math.max(0, b - 1)]) / 2;
    weights[b] = width * (1 + (SHELF_POWER * hz[b] ** 2) / (hz[b] ** 2 + SHELF_HZ ** 2));
  }
  const sum = weights.reduce((a, b) => a + b);
  return weights.map((weight) => weight / sum);
}
