import { pitchAt, type PitchCurve } from './pitch-curve.js';

/** How far a period may be from the one that the pitch curve gives. */
const PERIOD_TOLERANCE = 0.2;
/** Trackers hear a note late and leave it early: marks go on beyond the span for up to 60 ms, as
 *  long as the periods resemble each other this much. */
const BEYOND_SECONDS = 0.06;
const BEYOND_SIMILARITY = 0.6;
/** The search first compares every fourth sample. */
const COARSE_STEP = 4;

interface Span {
  from: number;
  to: number;
}

/** One position per pitch period within `span` of `samples`, fractional, at like places of alike
 *  periods: outwards from the loudest peak, each where the waveform resembles its neighbour's most
 *  (after Praat's "To PointProcess (cc)"). */
export function findPitchMarks(
  samples: Float32Array,
  span: Span,
  { sampleRate, pitch }: { sampleRate: number; pitch: PitchCurve },
): Float64Array {
  const periodAt = (position: number) => {
    const f0Hz = pitchAt(pitch, position / sampleRate);
    return f0Hz > 0 ? sampleRate / f0Hz : 0;
  };
  const peak = loudestSample(samples, span);
  const beyond = BEYOND_SECONDS * sampleRate;
  const before = followMarks(samples, peak, { span, beyond, periodAt, direction: -1 });
  const after = followMarks(samples, peak, { span, beyond, periodAt, direction: 1 });
  return Float64Array.from([...before.reverse(), peak, ...after]);
}

function loudestSample(samples: Float32Array, { from, to }: Span): number {
  let loudest = from;
  for (let i = from; i < to; i++) {
    if (Math.abs(samples[i]) > Math.abs(samples[loudest])) loudest = i;
  }
  return loudest;
}

function followMarks(
  samples: Float32Array,
  start: number,
  options: {
    span: Span;
    beyond: number;
    periodAt: (position: number) => number;
    direction: 1 | -1;
  },
): number[] {
  const { span, beyond, periodAt, direction } = options;
  const marks: number[] = [];
  let mark = start;
  let period = periodAt(mark);
  for (;;) {
    const expected = mark + direction * period;
    const outside = Math.max(span.from - expected, expected - span.to);
    if (period <= 0 || outside > beyond) return marks;
    const { at, similarity } = mostSimilar(samples, { mark, expected, period });
    if (outside > 0 && similarity < BEYOND_SIMILARITY) return marks;
    marks.push(at);
    mark = at;
    period = periodAt(mark) || period;
  }
}

/** The position near `expected` around which `samples` resemble those around `mark` most. */
function mostSimilar(
  samples: Float32Array,
  { mark, expected, period }: { mark: number; expected: number; period: number },
): { at: number; similarity: number } {
  const centre = Math.round(mark);
  const half = Math.ceil(period / 2);
  const reach = Math.ceil(period * PERIOD_TOLERANCE);
  const near = Math.round(expected);
  const coarse = bestLag(near, reach, COARSE_STEP, (at) =>
    similarity(samples, centre, at, { half, step: COARSE_STEP }),
  );
  const exact = (at: number) => similarity(samples, centre, at, { half, step: 1 });
  const best = bestLag(coarse, COARSE_STEP, 1, exact);
  return { at: mark - centre + best + peakOffset(best, exact), similarity: exact(best) };
}

function bestLag(
  centre: number,
  reach: number,
  step: number,
  score: (at: number) => number,
): number {
  let best = centre;
  let highest = -Infinity;
  for (let at = centre - reach; at <= centre + reach; at += step) {
    const value = score(at);
    if (value <= highest) continue;
    best = at;
    highest = value;
  }
  return best;
}

/** Normalised correlation, −1…1, of the samples around `a` and `b`. */
function similarity(
  samples: Float32Array,
  a: number,
  b: number,
  { half, step }: { half: number; step: number },
): number {
  const from = Math.max(-half, -a, -b);
  const to = Math.min(half, samples.length - a, samples.length - b);
  let product = 0;
  let energyA = 1e-12;
  let energyB = 1e-12;
  for (let i = from; i < to; i += step) {
    const x = samples[a + i];
    const y = samples[b + i];
    product += x * y;
    energyA += x * x;
    energyB += y * y;
  }
  return product / Math.sqrt(energyA * energyB);
}

/** Where between samples the score peaks, −0.5…0.5, by a parabola through three points. */
function peakOffset(at: number, score: (at: number) => number): number {
  const left = score(at - 1);
  const right = score(at + 1);
  const curvature = left - 2 * score(at) + right;
  if (curvature >= 0) return 0;
  return Math.max(-0.5, Math.min(0.5, (0.5 * (left - right)) / curvature));
}
