import { movingMean } from '../dsp/moving-mean.js';

/** The predominant melody of a section: what is probably being sung. */
export interface VoiceMelody {
  /** Fundamental in Hz, one for each frame (also where nobody sings: see `confidence`). */
  readonly f0Hz: Float32Array;
  /** How clearly the pitch stands out, 0 … MAX_CONFIDENCE. */
  readonly confidence: Float32Array;
}

const MAX_CONFIDENCE = 4;

/** Sung fundamentals: from a low male voice to about a soprano's a2. */
const LOWEST_HZ = 90;
const HIGHEST_HZ = 900;
const STEPS_PER_OCTAVE = 60;

/** Harmonics that are summed, each weaker than the last, up to a limit (Salamon & Gómez, "Melody
 *  extraction from polyphonic music signals using pitch contour characteristics", 2012). */
const HARMONICS = 10;
const HARMONIC_DECAY = 0.85;
const HARMONIC_LIMIT_HZ = 5000;

/** What lies half-way between harmonics speaks against a fundamental: it is an octave too high. */
const BETWEEN_WEIGHT = -0.5;

/** The spectrum is divided by its mean over so many bins (1.1 kHz), so that weak high harmonics
 *  count too; what stands out less than the mean doesn't count, nor more than 3 times. */
const WHITENING_SPAN = 101;
const WHITENING_FLOOR = 0.02;
const MAX_PROMINENCE = 3;

/** From frame to frame (23 ms) the pitch moves by at most 9 steps of 20 cents, at a price each;
 *  a jump costs more. Salience has a standard deviation of 1. */
const MAX_GLIDE_STEPS = 9;
const GLIDE_COST = 0.12;
const JUMP_COST = 3;

/** Confidence is the mean salience along the path over so many frames (0.2 s). */
const CONFIDENCE_SPAN = 9;

/** Follows the strongest melody through `voice`, the voice's estimated magnitudes.
 *  @param voice square roots of magnitudes, row-major [frames × bins]
 *  @param binHz width of a bin */
export function followMelody(voice: Float32Array, bins: number, binHz: number): VoiceMelody {
  const frames = voice.length / bins;
  const candidatesHz = pitchCandidates();
  const salience = smoothOverThreeFrames(
    melodySalience(voice, bins, { binHz, candidatesHz }),
    frames,
  );
  scaleToUnitDeviation(salience);
  const path = bestPath(salience, frames);
  const along = Float32Array.from(
    path,
    (candidate, t) => salience[t * candidatesHz.length + candidate],
  );
  return {
    f0Hz: Float32Array.from(path, (candidate) => candidatesHz[candidate]),
    confidence: movingMean(along, CONFIDENCE_SPAN).map((mean) =>
      Math.min(MAX_CONFIDENCE, Math.max(0, mean)),
    ),
  };
}

function pitchCandidates(): Float32Array {
  const count = Math.floor(Math.log2(HIGHEST_HZ / LOWEST_HZ) * STEPS_PER_OCTAVE);
  return Float32Array.from({ length: count }, (_, i) => LOWEST_HZ * 2 ** (i / STEPS_PER_OCTAVE));
}

/** Harmonic sums, [frames × candidates]. */
function melodySalience(
  voice: Float32Array,
  bins: number,
  { binHz, candidatesHz }: { binHz: number; candidatesHz: Float32Array },
): Float32Array {
  const frames = voice.length / bins;
  const taps = harmonicTaps(candidatesHz, binHz, bins);
  const salience = new Float32Array(frames * candidatesHz.length);
  for (let t = 0; t < frames; t++) {
    const prominence = whiten(voice.subarray(t * bins, (t + 1) * bins));
    const row = t * candidatesHz.length;
    for (let i = 0; i < taps.candidates.length; i++) {
      const position = taps.positions[i];
      const bin = position | 0;
      const value = prominence[bin] + (position - bin) * (prominence[bin + 1] - prominence[bin]);
      salience[row + taps.candidates[i]] += taps.weights[i] * value;
    }
  }
  return salience;
}

interface HarmonicTaps {
  candidates: Int32Array;
  /** In bins, fractional. */
  positions: Float32Array;
  weights: Float32Array;
}

function harmonicTaps(candidatesHz: Float32Array, binHz: number, bins: number): HarmonicTaps {
  const taps: { candidate: number; position: number; weight: number }[] = [];
  candidatesHz.forEach((hz, candidate) => {
    for (let half = 2; half <= 2 * HARMONICS; half++) {
      const harmonicHz = (hz * half) / 2;
      if (harmonicHz > HARMONIC_LIMIT_HZ || harmonicHz / binHz >= bins - 1) continue;
      const sign = half % 2 === 0 ? 1 : BETWEEN_WEIGHT;
      const weight = sign * HARMONIC_DECAY ** (half / 2 - 1);
      taps.push({ candidate, position: harmonicHz / binHz, weight });
    }
  });
  return {
    candidates: Int32Array.from(taps, ({ candidate }) => candidate),
    positions: Float32Array.from(taps, ({ position }) => position),
    weights: Float32Array.from(taps, ({ weight }) => weight),
  };
}

function whiten(spectrum: Float32Array): Float32Array {
  const means = movingMean(spectrum, WHITENING_SPAN);
  return spectrum.map((value, bin) =>
    Math.min(MAX_PROMINENCE, Math.max(0, value / (means[bin] + WHITENING_FLOOR) - 1)),
  );
}

function smoothOverThreeFrames(salience: Float32Array, frames: number): Float32Array {
  const columns = salience.length / frames;
  return salience.map((value, i) => {
    const before = i >= columns ? salience[i - columns] : value;
    const after = i + columns < salience.length ? salience[i + columns] : value;
    return (before + value + after) / 3;
  });
}

function scaleToUnitDeviation(salience: Float32Array): void {
  let sum = 0;
  let squares = 0;
  for (const value of salience) {
    sum += value;
    squares += value * value;
  }
  const variance = squares / salience.length - (sum / salience.length) ** 2;
  if (variance <= 0) return;
  const gain = 1 / Math.sqrt(variance);
  for (let i = 0; i < salience.length; i++) salience[i] *= gain;
}

/** The candidates with the greatest sum of salience less costs of moving (Viterbi). */
function bestPath(salience: Float32Array, frames: number): Int32Array {
  const columns = salience.length / frames;
  const cameFrom = new Int16Array(frames * columns);
  let scores = salience.slice(0, columns);
  for (let t = 1; t < frames; t++) {
    const next = new Float32Array(columns);
    const leader = indexOfMax(scores);
    for (let candidate = 0; candidate < columns; candidate++) {
      const from = bestPredecessor(scores, candidate, leader);
      cameFrom[t * columns + candidate] = from.index;
      next[candidate] = from.score + salience[t * columns + candidate];
    }
    scores = next;
  }
  const path = new Int32Array(frames);
  path[frames - 1] = indexOfMax(scores);
  for (let t = frames - 1; t > 0; t--) path[t - 1] = cameFrom[t * columns + path[t]];
  return path;
}

function bestPredecessor(
  scores: Float32Array,
  candidate: number,
  leader: number,
): { index: number; score: number } {
  let index = leader;
  let score = scores[leader] - JUMP_COST;
  const from = Math.max(0, candidate - MAX_GLIDE_STEPS);
  const to = Math.min(scores.length - 1, candidate + MAX_GLIDE_STEPS);
  for (let other = from; other <= to; other++) {
    const glided = scores[other] - GLIDE_COST * Math.abs(other - candidate);
    if (glided > score) {
      score = glided;
      index = other;
    }
  }
  return { index, score };
}

function indexOfMax(values: Float32Array): number {
  let best = 0;
  for (let i = 1; i < values.length; i++) if (values[i] > values[best]) best = i;
  return best;
}
