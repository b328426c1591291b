import { matchLevel } from './match-level.js';
import { pitchAt, type PitchCurve } from './pitch-curve.js';
import { findPitchMarks } from './pitch-marks.js';

/** Fewer periods than this aren't worth shifting. */
const LEAST_MARKS = 2;
/** Grains that count for less aren't mixed in: −40 dB. */
const LEAST_GAIN = 0.01;
/** Taps of the sinc that moves a grain by a fraction of a sample. */
const SINC_TAPS = 16;

/** Multiplies the pitch of one voiced span of a solo voice by `ratio` and leaves its formants and
 *  its timing as they are: pitch-synchronous overlap-add (Moulines & Charpentier, 1990). Grains of
 *  two periods are laid out again at the new period. Each is mixed of the two around its place, lest
 *  some periods sound twice and their neighbours once. What lies outside the span is untouched, except for one period at each end that
 *  is faded.
 *  @param samples the source
 *  @param out a copy of `samples`, changed in place */
export function shiftVoicedSpan(
  samples: Float32Array,
  out: Float32Array,
  options: {
    span: { from: number; to: number };
    sampleRate: number;
    pitch: PitchCurve;
    ratio: number;
  },
): void {
  const { span, sampleRate, pitch, ratio } = options;
  const marks = findPitchMarks(samples, span, { sampleRate, pitch });
  if (marks.length < LEAST_MARKS) return;
  const grains = grainsAround(marks);
  const [first] = grains;
  const last = grains[grains.length - 1];
  let period = marks[1] - marks[0];
  const positions = newMarks(marks, (position) => {
    const f0Hz = pitchAt(pitch, position / sampleRate);
    if (f0Hz > 0) period = sampleRate / f0Hz;
    return period / ratio;
  });
  const end = positions[positions.length - 1];
  const edges = { from: marks[0] - first.left, start: marks[0], end, to: end + last.right };
  fadeOut(out, edges);
  let next = 1;
  for (const position of positions) {
    while (next < marks.length - 1 && marks[next] < position) next++;
    const share = (position - marks[next - 1]) / (marks[next] - marks[next - 1]);
    addGrain(samples, out, { ...grains[next - 1], position, gain: 1 - share });
    addGrain(samples, out, { ...grains[next], position, gain: share });
  }
  matchLevel(out, samples, { from: edges.from, to: edges.to, sampleRate });
}

/** What lies around one pitch mark: from `mark − left` to `mark + right`. */
interface Grain {
  mark: number;
  left: number;
  right: number;
}

/** One per mark, reaching over the periods on both sides. */
function grainsAround(marks: Float64Array): Grain[] {
  const last = marks.length - 1;
  return Array.from(marks, (mark, n) => ({
    mark,
    left: n > 0 ? mark - marks[n - 1] : marks[1] - marks[0],
    right: n < last ? marks[n + 1] - mark : marks[last] - marks[last - 1],
  }));
}

/** Positions from the first to the last of `marks`, one new period apart. */
function newMarks(marks: Float64Array, periodAt: (position: number) => number): number[] {
  const positions: number[] = [];
  const end = marks[marks.length - 1];
  for (let at = marks[0]; at <= end; at += periodAt(at)) positions.push(at);
  return positions;
}

/** Mutes `out` between `start` and `end`, with halves of a Hann window on both sides. */
function fadeOut(
  out: Float32Array,
  { from, start, end, to }: { from: number; start: number; end: number; to: number },
): void {
  for (let i = Math.max(0, Math.ceil(from)); i < Math.min(out.length, to); i++) {
    out[i] *= 1 - hannSides(i, { from, start, end, to });
  }
}

function hannSides(
  at: number,
  { from, start, end, to }: { from: number; start: number; end: number; to: number },
): number {
  if (at < start) return 0.5 - 0.5 * Math.cos((Math.PI * (at - from)) / (start - from));
  if (at > end) return 0.5 + 0.5 * Math.cos((Math.PI * (at - end)) / (to - end));
  return 1;
}

/** Adds the samples of a grain under a Hann window, its mark at `position`, times `gain`. */
function addGrain(
  samples: Float32Array,
  out: Float32Array,
  grain: Grain & { position: number; gain: number },
): void {
  const { mark, left, right, position, gain } = grain;
  if (gain < LEAST_GAIN) return;
  const shift = position - mark;
  const whole = Math.floor(shift);
  const sinc = delaySinc(shift - whole);
  const from = Math.max(0, Math.ceil(position - left));
  const to = Math.min(out.length, Math.floor(position + right) + 1);
  for (let i = from; i < to; i++) {
    const distance = i - position;
    const width = distance < 0 ? left : right;
    const window = 0.5 + 0.5 * Math.cos((Math.PI * distance) / width);
    out[i] += gain * window * delayed(samples, i - whole, sinc);
  }
}

function delayed(samples: Float32Array, at: number, sinc: Float64Array): number {
  const start = at - SINC_TAPS / 2;
  let sum = 0;
  for (let k = 0; k < SINC_TAPS; k++) sum += sinc[k] * (samples[start + k] ?? 0);
  return sum;
}

/** Hann-windowed sinc: applied at tap k to sample k − SINC_TAPS / 2, it delays by `fraction`. */
function delaySinc(fraction: number): Float64Array {
  return Float64Array.from({ length: SINC_TAPS }, (_, k) => {
    const x = k - SINC_TAPS / 2 + fraction;
    if (x === 0) return 1;
    const window = 0.5 + 0.5 * Math.cos((2 * Math.PI * x) / (SINC_TAPS + 1));
    return (Math.sin(Math.PI * x) / (Math.PI * x)) * window;
  });
}
