import { seededRandom } from '../../dsp/random.js';
import { envelopeGrid } from './envelope-shape.js';
import { FormantWarp } from './formant-warp.js';
import { findNearest } from './nearest-shapes.js';
import { FEATURES, timbreFeatures } from './timbre-features.js';

/** Formants of people differ by no more (a child's against a bass's: 1.4, which no vocal survives). */
const WARPS = Array.from({ length: 20 }, (_, i) => 0.82 + 0.02 * i);
const NEIGHBOURS = 4;
/** Frames of the singer and of the voice that are compared. */
const SINGER_FRAMES = 300;
const VOICE_FRAMES = 800;

/** By how much the formants of `shapes` [n × bands] must move to be most like those of
 *  `voiceFeatures`: the warp with the least mean distance to the four nearest. */
export function estimateWarp(
  shapes: Float32Array,
  voiceFeatures: Float32Array,
  seed: number,
): number {
  const chosen = pickRows(shapes, SINGER_FRAMES, seed);
  const candidates = voiceFeatures.subarray(0, VOICE_FRAMES * FEATURES);
  let best = { factor: 1, distance: Infinity };
  for (const factor of WARPS) {
    const distance = meanDistance(warpAll(chosen, new FormantWarp(factor)), candidates);
    if (distance < best.distance) best = { factor, distance };
  }
  return best.factor;
}

/** Every row of `shapes` [n × bands], warped. */
export function warpAll(shapes: Float32Array, warp: FormantWarp): Float32Array {
  const bands = envelopeGrid.count;
  const warped = new Float32Array(shapes.length);
  for (let at = 0; at < shapes.length; at += bands) {
    warp.apply(shapes.subarray(at, at + bands), warped.subarray(at, at + bands));
  }
  return warped;
}

function meanDistance(shapes: Float32Array, candidates: Float32Array): number {
  const features = timbreFeatures(shapes);
  const found = { rows: new Int32Array(NEIGHBOURS), distances: new Float64Array(NEIGHBOURS) };
  let sum = 0;
  for (let at = 0; at < features.length; at += FEATURES) {
    findNearest(candidates, features.subarray(at, at + FEATURES), found);
    for (const distance of found.distances) sum += Math.sqrt(distance);
  }
  return sum;
}

function pickRows(shapes: Float32Array, most: number, seed: number): Float32Array {
  const bands = envelopeGrid.count;
  const count = shapes.length / bands;
  if (count <= most) return shapes;
  const random = seededRandom(seed);
  const picked = new Float32Array(most * bands);
  for (let i = 0; i < most; i++) {
    const row = Math.floor(random() * count);
    picked.set(shapes.subarray(row * bands, (row + 1) * bands), i * bands);
  }
  return picked;
}
