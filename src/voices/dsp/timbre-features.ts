import { envelopeGrid } from './envelope-shape.js';

/** Mel-cepstral coefficients by which envelopes are compared. */
export const FEATURES = 16;
/** Bands above 7.2 kHz say more about the microphone than about the vowel. */
const COMPARED_BANDS = envelopeGrid.hz.filter((hz) => hz < 7200).length;

/** [FEATURES × COMPARED_BANDS]: cosines of a DCT-II, without the constant. */
const cosines = Float32Array.from({ length: FEATURES * COMPARED_BANDS }, (_, i) => {
  const feature = Math.floor(i / COMPARED_BANDS) + 1;
  const band = i % COMPARED_BANDS;
  return Math.cos((Math.PI * feature * (band + 0.5)) / COMPARED_BANDS) / Math.sqrt(COMPARED_BANDS);
});

/** What vowel each of the `shapes` [n × bands] is, regardless of whose voice: mel-cepstra, of mean 0
 *  and variance 1 over this voice (CMVN).
 *  @returns row-major [n × FEATURES] */
export function timbreFeatures(shapes: Float32Array): Float32Array {
  const features = timbreCepstra(shapes);
  for (let c = 0; c < FEATURES; c++) standardise(features, c);
  return features;
}

/** As `timbreFeatures`, with all that belongs to the voice and its microphone.
 *  @returns row-major [n × FEATURES] */
export function timbreCepstra(shapes: Float32Array): Float32Array {
  const bands = envelopeGrid.count;
  const count = shapes.length / bands;
  const features = new Float32Array(count * FEATURES);
  for (let i = 0; i < count; i++) {
    const shape = shapes.subarray(i * bands, i * bands + COMPARED_BANDS);
    for (let c = 0; c < FEATURES; c++) features[i * FEATURES + c] = coefficient(shape, c);
  }
  return features;
}

function coefficient(shape: Float32Array, c: number): number {
  const row = c * COMPARED_BANDS;
  let sum = 0;
  for (let b = 0; b < COMPARED_BANDS; b++) sum += cosines[row + b] * shape[b];
  return sum;
}

function standardise(features: Float32Array, column: number): void {
  const count = features.length / FEATURES;
  let sum = 0;
  let squares = 0;
  for (let at = column; at < features.length; at += FEATURES) {
    sum += features[at];
    squares += features[at] ** 2;
  }
  const mean = sum / count;
  const deviation = Math.sqrt(Math.max(squares / count - mean ** 2, 1e-6));
  for (let at = column; at < features.length; at += FEATURES) {
    features[at] = (features[at] - mean) / deviation;
  }
}
