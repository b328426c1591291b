import type { AudioData } from '../audio/audio-data.js';
import { dbToGain, gainToDb } from './decibels.js';
import { scanPeaks, type PeakRange } from './true-peak.js';

/** The gain begins to fall this long before a peak: as smooth as a softened attack is inaudible. */
const LOOK_AHEAD_MS = 5;
/** … and stays down this long after it: over half a period of the lowest notes, so that a steady tone
 *  is turned down once and not modulated (that would be distortion). */
const HOLD_MS = 20;
/** Time constant of the way back. */
const RELEASE_MS = 120;
/** Meters and converters interpolate with sharper and softer low-passes, which differ by a decibel on
 *  noise or clipped sound, whose energy reaches Nyquist. The limiter holds the peaks of all these. */
const SOFTNESSES = [0, 0.02, 0.07, 0.2];
/** The limiter aims this much below its ceiling, for what it can't foresee: yet other low-passes, and
 *  rounding to 16 bits. */
const MARGIN_DB = 0.1;
/** What exceeds the ceiling all the same is looked for and limited once more, at most so often. */
export const LIMITER_PASSES = 5;
/** Reductions smaller than this are none, so that the signal passes bit by bit again. */
const SMALLEST_REDUCTION = 1e-5;

/** Turns down what exceeds `ceilingDbtp` between or at the samples, all channels alike; delays
 *  nothing, and leaves everything else as it is, bit by bit.
 *  @returns the limited audio and the largest reduction in dB, ≥ 0 */
export function limitTruePeaks(
  audio: AudioData,
  ceilingDbtp: number,
): { audio: AudioData; maxReductionDb: number } {
  const threshold = limiterThreshold(ceilingDbtp);
  const envelope = new Float32Array(audio.length);
  const whole = { from: 0, to: audio.length };
  raiseToPeaks(envelope, audio, { ...whole, floor: threshold });
  for (let pass = 1; ; pass++) {
    const gain = limiterGain(envelope, threshold, audio.sampleRate);
    const channels = audio.channels.map((channel) => channel.map((sample, i) => sample * gain[i]));
    const limited = { ...audio, channels };
    const floor = dbToGain(ceilingDbtp);
    const peak = raiseToExcess(envelope, limited, { ...whole, floor, gainAt: (i) => gain[i] });
    if (peak <= floor || pass === LIMITER_PASSES) {
      const trifle = floor / peak; // 1 but for signals that no music has
      if (trifle < 1)
        for (const channel of channels) channel.forEach((x, i) => (channel[i] = x * trifle));
      return { audio: limited, maxReductionDb: largestReductionDb(gain) };
    }
  }
}

/** The linear level at which peaks are held for `ceilingDbtp`: a little below. */
export function limiterThreshold(ceilingDbtp: number): number {
  return dbToGain(ceilingDbtp - MARGIN_DB);
}

/** Raises `envelope` [audio.length] to the true peak around each sample of the range, where that
 *  exceeds its floor; elsewhere it stays what it was. */
export function raiseToPeaks(envelope: Float32Array, audio: AudioData, range: PeakRange): void {
  scanPeaks(audio, { ...range, softnesses: SOFTNESSES }, (i, size) => {
    if (size > envelope[i]) envelope[i] = size;
  });
}

/** Raises `envelope` where the `limited` sound that it led to exceeds `floor` all the same: a moving gain
 *  changes what lies between the samples, most near Nyquist, where it comes from far around.
 *  @param range.gainAt what the sound was multiplied with at a sample
 *  @returns the highest peak, or `floor` */
export function raiseToExcess(
  envelope: Float32Array,
  limited: AudioData,
  { gainAt, ...range }: PeakRange & { gainAt: (i: number) => number },
): number {
  let peak = range.floor;
  scanPeaks(limited, range, (i, size) => {
    peak = Math.max(peak, size);
    envelope[i] = Math.max(envelope[i], size / gainAt(i));
  });
  return peak;
}

/** The gain for each sample, ≤ 1, that holds the peaks of `envelope` at `threshold` (both linear): the
 *  least gain that any peak nearby asks for, released slowly, then smoothed over the look-ahead. */
export function limiterGain(
  envelope: Float32Array,
  threshold: number,
  sampleRate: number,
): Float32Array {
  const samples = (ms: number) => Math.max(1, Math.round((ms * sampleRate) / 1000));
  const radius = Math.ceil(samples(LOOK_AHEAD_MS) / 4);
  const ahead = 2 * radius + 1; // both smoothings reach so far, and one sample for safety
  const gain = leastGainNearby(envelope, threshold, { ahead, behind: ahead + samples(HOLD_MS) });
  release(gain, Math.exp(-1 / samples(RELEASE_MS)));
  return smoothed(smoothed(gain, radius), radius);
}

/** Sliding minimum of threshold / envelope over `behind` samples back and `ahead` forth, in linear
 *  time: a queue of rising gains, of which the first is the least in reach. */
function leastGainNearby(
  envelope: Float32Array,
  threshold: number,
  { ahead, behind }: { ahead: number; behind: number },
): Float32Array {
  const { length } = envelope;
  const gain = new Float32Array(length);
  const queue = new Int32Array(ahead + behind + 1); // a ring of places
  let first = 0;
  let end = 0;
  for (let i = -ahead; i < length; i++) {
    const next = i + ahead;
    if (first < end && queue[first % queue.length] < i - behind) first++;
    if (next < length && envelope[next] > threshold) {
      while (end > first && envelope[queue[(end - 1) % queue.length]] <= envelope[next]) end--;
      queue[end++ % queue.length] = next;
    }
    if (i >= 0) gain[i] = first < end ? threshold / envelope[queue[first % queue.length]] : 1;
  }
  return gain;
}

/** Lets `gain` rise towards 1 no faster than by the factor `coefficient` of its distance per sample. */
function release(gain: Float32Array, coefficient: number): void {
  let reduction = 0;
  for (let i = 0; i < gain.length; i++) {
    reduction = Math.max(1 - gain[i], reduction * coefficient);
    if (reduction < SMALLEST_REDUCTION) reduction = 0;
    gain[i] = 1 - reduction;
  }
}

/** Moving average over `radius` samples to either side; beyond the ends, the end values are held. */
function smoothed(values: Float32Array, radius: number): Float32Array {
  const last = values.length - 1;
  const means = new Float32Array(values.length);
  let sum = 0;
  for (let k = -radius; k <= radius; k++) sum += values[Math.min(last, Math.max(0, k))];
  for (let i = 0; i <= last; i++) {
    means[i] = sum / (2 * radius + 1);
    sum += values[Math.min(last, i + radius + 1)] - values[Math.max(0, i - radius)];
  }
  return means;
}

/** The deepest that a limiter's `gain` reaches, in dB, ≥ 0. */
export function largestReductionDb(gain: Float32Array): number {
  return gainToDb(1 / gain.reduce((least, g) => Math.min(least, g), 1));
}
