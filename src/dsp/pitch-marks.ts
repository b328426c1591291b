import { pitchAt, type PitchCurve } from './pitch-curve.js';

/** How far a period may be from the one that the pitch curve gives. */
const PERIOD_TOLERANCE = 0.2;
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
  const before = followMarks(samples, peak, { span, periodAt, direction: -1 });
  const after = followMarks(samples, peak, { span, periodAt, direction: 1 });
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
  options: { span: Span; periodAt: (position: number) => number; direction: 1 | -1 },
): number[] {
  const { span, periodAt, direction } = options;
  const marks: number[] = [];
  let mark = start;
  let period = periodAt(mark);
  for (;;) {
    const expected = mark + direction * period;
    if (period <= 0 || expected < span.from || expected >= span.to) return marks;
    mark = mostSimilar(samples, { mark, expected, period });
    marks.push(mark);
    period = periodAt(mark) || period;
  }
}

/** The position near `expected` around which `samples` resemble those around `mark` most. */
function mostSimilar(
  samples: Float32Array,
  { mark, expected, period }: { mark: number; expected: number; period: number },
): number {
  const centre = Math.round(mark);
  const half = Math.ceil(period / 2);
  const reach = Math.ceil(period * PERIOD_TOLERANCE);
  const near = Math.round(expected);
  let best = { at: near, value: -Infinity };
  for (let at = near - reach; at <= near + reach; at += COARSE_STEP) {
    const value = similarity(samples, centre, at, { half, step: COARSE_STEP });
    if (value > best.value) best = { at, value };
  }
  const coarse = best.at;
  best = { at: coarse, value: -Infinity };
  for (let at = coarse - COARSE_STEP; at <= coarse + COARSE_STEP; at++) {
    const value = similarity(samples, centre, at, { half, step: 1 });
    if (value > best.value) best = { at, value };
  }
  return mark - centre + best.at + peakOffset(samples, { centre, at: best.at, half });
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

/** Where between samples the similarity peaks, −0.5…0.5, by a parabola through three points. */
function peakOffset(
  samples: Float32Array,
  { centre, at, half }: { centre: number; at: number; half: number },
): number {
  const [left, middle, right] = [-1, 0, 1].map((offset) =>
    similarity(samples, centre, at + offset, { half, step: 1 }),
  );
  const curvature = left - 2 * middle + right;
  if (curvature >= 0) return 0;
  return Math.max(-0.5, Math.min(0.5, (0.5 * (left - right)) / curvature));
}
