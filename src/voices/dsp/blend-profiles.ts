import type { TimbreOffset } from '../voice-blender.js';
import type { BandGrid } from '../../dsp/band-grid.js';
import { envelopeGrid, removeLoudness } from './envelope-shape.js';
import { warpAll } from './estimate-warp.js';
import { FormantWarp } from './formant-warp.js';
import { movedSpectrum, spectrumGrid } from './long-term-spectrum.js';
import { findNearest } from './nearest-shapes.js';
import { FEATURES, timbreFeatures } from './timbre-features.js';
import type { VoiceProfile } from './voice-profile.js';

const bands = envelopeGrid.count;
/** Tilts leave this frequency alone. */
const TILT_CENTRE_HZ = 1000;
const LN_PER_DB = Math.LN10 / 20;

/** A profile between two. Curves are averaged as levels, embeddings on their sphere; of the bags, each shape is averaged with the
 *  one of the other voice that is most like the same vowel. Of the shapes of `a` the share 1 − mix is
 *  taken, of those of `b` the share mix, so that 0 and 1 give the parents themselves. */
export function blendProfiles(a: VoiceProfile, b: VoiceProfile, mix: number): VoiceProfile {
  return {
    ...blendCurves(a, b, mix),
    voicedShapes: blendShapes(a.voicedShapes, b.voicedShapes, mix),
  };
}

/** The curves of a profile between two, without its bag of shapes. */
export function blendCurves(
  a: VoiceProfile,
  b: VoiceProfile,
  mix: number,
): Omit<VoiceProfile, 'voicedShapes'> {
  return {
    voicedMean: between(a.voicedMean, b.voicedMean, mix),
    unvoicedMean: between(a.unvoicedMean, b.unvoicedMean, mix),
    longTerm: between(a.longTerm, b.longTerm, mix),
    ...(a.embedding && b.embedding && { embedding: slerp(a.embedding, b.embedding, mix) }),
    ...(a.spectrum && b.spectrum && { spectrum: sumOf(a.spectrum, b.spectrum, mix) }),
  };
}

/** `profile` with its formants and its slope moved; shapes stay without loudness. */
export function offsetProfile(profile: VoiceProfile, offset: TimbreOffset): VoiceProfile {
  const voicedShapes = offsetShapes(profile.voicedShapes, offset);
  let loudness = 0;
  for (let at = 0; at < voicedShapes.length; at += bands) {
    loudness += removeLoudness(voicedShapes.subarray(at, at + bands));
  }
  const meanLoudness = (loudness * bands) / voicedShapes.length;
  const longTerm = offsetShapes(profile.longTerm, offset);
  removeLoudness(longTerm);
  return {
    voicedMean: offsetShapes(profile.voicedMean, offset).map((value) => value - meanLoudness),
    // Consonants have no formants that a shorter throat would move alike.
    unvoicedMean: profile.unvoicedMean,
    longTerm,
    voicedShapes,
    // Where the voice lies among all voices says nothing of its formants' place.
    ...(profile.embedding && { embedding: profile.embedding }),
    ...(profile.spectrum && { spectrum: offsetSpectrum(profile.spectrum, offset) }),
  };
}

/** Every row of `shapes` [n × bands], moved; their loudness changes with it. */
export function offsetShapes(
  shapes: Float32Array,
  { formant, tiltDb }: TimbreOffset,
): Float32Array {
  const moved = warpAll(shapes, new FormantWarp(2 ** (formant / 12)));
  const slope = slopeOf(envelopeGrid, tiltDb);
  return moved.map((value, i) => value + slope[i % bands]);
}

function offsetSpectrum(spectrum: Float32Array, { formant, tiltDb }: TimbreOffset): Float32Array {
  const slope = slopeOf(spectrumGrid, tiltDb);
  return movedSpectrum(spectrum, formant).map((value, b) => value + slope[b]);
}

function slopeOf({ hz }: BandGrid, tiltDb: number): Float32Array {
  return hz.map((value) => LN_PER_DB * tiltDb * Math.log2(value / TILT_CENTRE_HZ));
}

function blendShapes(a: Float32Array, b: Float32Array, mix: number): Float32Array {
  const featuresOf = { a: timbreFeatures(a), b: timbreFeatures(b) };
  const fromA = Math.round(((1 - mix) * a.length) / bands);
  const fromB = Math.round((mix * b.length) / bands);
  const blended = new Float32Array((fromA + fromB) * bands);
  const partners = nearestRows(featuresOf.a.subarray(0, fromA * FEATURES), featuresOf.b);
  partners.forEach((row, i) => blended.set(between(rowOf(a, i), rowOf(b, row), mix), i * bands));
  const others = nearestRows(featuresOf.b.subarray(0, fromB * FEATURES), featuresOf.a);
  others.forEach((row, i) => {
    blended.set(between(rowOf(a, row), rowOf(b, i), mix), (fromA + i) * bands);
  });
  return blended;
}

/** For each row of `queries` [n × FEATURES] the nearest of `candidates`. */
function nearestRows(queries: Float32Array, candidates: Float32Array): number[] {
  const found = { rows: new Int32Array(1), distances: new Float64Array(1) };
  return Array.from({ length: queries.length / FEATURES }, (_, i) => {
    findNearest(candidates, queries.subarray(i * FEATURES, (i + 1) * FEATURES), found);
    return found.rows[0];
  });
}

function rowOf(shapes: Float32Array, row: number): Float32Array {
  return shapes.subarray(row * bands, (row + 1) * bands);
}

/** Along the great circle between two points of one sphere (Shoemake, 1985). */
function slerp(a: Float32Array, b: Float32Array, mix: number): Float32Array {
  const product = a.reduce((sum, value, i) => sum + value * b[i], 0);
  const squares = a.reduce((sum, value) => sum + value * value, 0);
  const angle = Math.acos(Math.max(-1, Math.min(1, product / squares)));
  const sine = Math.sin(angle);
  if (sine < 1e-4) return between(a, b, mix);
  const [ofA, ofB] = [Math.sin((1 - mix) * angle) / sine, Math.sin(mix * angle) / sine];
  return a.map((value, i) => ofA * value + ofB * b[i]);
}

/** As of both voices at once: where one recording has no highs at all, half of them would be nearly none. */
function sumOf(a: Float32Array, b: Float32Array, mix: number): Float32Array {
  if (mix === 0 || mix === 1) return mix === 0 ? a : b;
  const sum = a.map((value, i) => Math.log((1 - mix) * Math.exp(value) + mix * Math.exp(b[i])));
  const mean = sum.reduce((x, y) => x + y) / sum.length;
  return sum.map((value) => value - mean);
}

function between(a: Float32Array, b: Float32Array, mix: number): Float32Array {
  return a.map((value, i) => (1 - mix) * value + mix * b[i]);
}
