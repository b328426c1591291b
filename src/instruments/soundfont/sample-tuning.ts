import type { FontSample } from './font-records.js';
import type { LoadedSample } from './sound-font.js';

/** The steady part that is listened to, in seconds from the start. */
const LISTEN_FROM_SECONDS = 0.12;
const LISTEN_SECONDS = 0.6;
const WINDOWS = 5;
/** What is looped so soon is nearly all that is heard. */
const LATEST_LOOP_SECONDS = 0.4;
const MOST_LOOPED_PERIODS = 8;
/** Fonts are believed to this extent; farther away lies another note. */
const SEARCH_CENTS = 70;
/** Of the difference to the mean square, below which two stretches are the same. */
const ALIKE = 0.2;
/** Short periods are compared over several, up to so many values, which makes them more exact. Long ones
 *  aren't: of strings that aren't quite harmonic, the first period is what is heard as the pitch. */
const MOST_PERIODS = 8;
const LONG_LAG = 600;

/** By how many cents a recording is sharper than its font says: fonts are often off by ten.
 *  @param expectedHertz what the font says of the recording as it is
 *  @returns 0 where the recording has no clear pitch */
export function sampleTuning(
  { header, loaded }: { header: FontSample; loaded: LoadedSample },
  expectedHertz: number,
): number {
  const expected = loaded.sampleRate / expectedHertz;
  const looped = tuningOfLoop(header, loaded, expected);
  if (looped !== undefined) return looped;
  const sound = unrolled(header, loaded);
  const last = sound.length - windowLength(expected) - (MOST_PERIODS + 1) * expected;
  if (!(last > 0) || expected < 8) return 0;
  const found = Array.from({ length: WINDOWS }, (_, w) =>
    periodNear(sound, Math.floor((last * w) / (WINDOWS - 1)), expected),
  ).filter((period) => period !== undefined);
  if (found.length < (WINDOWS + 1) / 2) return 0;
  const cents = found.map((period) => 1200 * Math.log2(expected / period)).sort((a, b) => a - b);
  const middle = cents.length >> 1;
  return cents.length % 2 === 1 ? cents[middle] : (cents[middle - 1] + cents[middle]) / 2;
}

/** A loop of few periods is what is heard, and is in tune with its own length: to the cent. */
function tuningOfLoop(
  { start, loopStart, loopEnd }: FontSample,
  { sampleRate, oversampling }: LoadedSample,
  expected: number,
): number | undefined {
  const length = (loopEnd - loopStart) * oversampling;
  const periods = Math.round(length / expected);
  const begins = ((loopStart - start) * oversampling) / sampleRate;
  if (!(periods >= 1 && periods <= MOST_LOOPED_PERIODS) || begins > LATEST_LOOP_SECONDS) {
    return undefined;
  }
  const cents = 1200 * Math.log2((periods * expected) / length);
  return Math.abs(cents) < SEARCH_CENTS ? cents : undefined;
}

function windowLength(period: number): number {
  return Math.ceil(Math.max(4 * period, 1024));
}

/** The steady part of the recording, with its loop played on. */
function unrolled(
  header: FontSample,
  { samples, sampleRate, oversampling, origin }: LoadedSample,
): Float32Array {
  const start = (header.loopStart - header.start) * oversampling;
  const end = (header.loopEnd - header.start) * oversampling;
  const hasLoop = start >= 0 && origin + end <= samples.length && end - start > 4;
  const from = Math.round(LISTEN_FROM_SECONDS * sampleRate);
  const length = Math.round(LISTEN_SECONDS * sampleRate);
  const placeOf = (at: number) =>
    hasLoop && at >= end ? start + ((at - start) % (end - start)) : at;
  return Float32Array.from({ length }, (_, i) => samples[origin + placeOf(from + i)] ?? 0);
}

/** The period near `expected` at place `from`, in values; first coarsely, then over ever more periods. */
function periodNear(sound: Float32Array, from: number, expected: number): number | undefined {
  const reach = 2 ** (SEARCH_CENTS / 1200);
  let period = bestLag(sound, from, { low: expected / reach, high: expected * reach });
  if (period === undefined) return undefined;
  for (let periods = 2; periods <= MOST_PERIODS && periods * expected <= LONG_LAG; periods *= 2) {
    const lag = period * periods;
    const better = bestLag(sound, from, {
      low: lag - periods / 2 - 1,
      high: lag + periods / 2 + 1,
    });
    if (better === undefined) break;
    period = better / periods;
  }
  return period;
}

/** The lag at which the sound differs least from itself, between two whole lags by a parabola. */
function bestLag(
  sound: Float32Array,
  from: number,
  { low, high }: { low: number; high: number },
): number | undefined {
  const length = windowLength(high);
  const first = Math.floor(low) - 1;
  const lags = Array.from({ length: Math.ceil(high) + 2 - first }, (_, k) => first + k);
  if (from + length + first + lags.length > sound.length) return undefined;
  const differences = lags.map((lag) => difference(sound, from, lag, length));
  let best = 1;
  for (let k = 1; k < lags.length - 1; k++) if (differences[k] < differences[best]) best = k;
  const [before, here, after] = differences.slice(best - 1, best + 2);
  if (!(here < ALIKE) || before < here || after < here) return undefined;
  const bow = before - 2 * here + after;
  return lags[best] + (bow > 0 ? (before - after) / (2 * bow) : 0);
}

/** 0 where the sound repeats after `lag`; about 1 where it has nothing in common with itself. */
function difference(sound: Float32Array, from: number, lag: number, length: number): number {
  let sum = 0;
  let energy = 0;
  for (let i = from; i < from + length; i++) {
    const d = sound[i] - sound[i + lag];
    sum += d * d;
    energy += sound[i] * sound[i] + sound[i + lag] * sound[i + lag];
  }
  return energy > 0 ? sum / energy : 1;
}
