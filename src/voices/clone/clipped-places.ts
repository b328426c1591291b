import type { Recording, TimeRange } from './recording.js';

/** So many samples in a row make a flat top. */
const FLAT_RUN = 4;
/** They lie this near to the recording's own peak, which needs not be full scale: what was clipped
 *  may have been turned down later … */
const NEAR_PEAK = 0.99;
/** … and step by no more than this share of it: the crest of a 100 Hz sine at 48 kHz is rounder. */
const MOST_STEP = 1e-4;
/** Lossy formats bend flat tops; what stays at or above full scale was clipped all the same. */
const FULL_SCALE = 0.999;
/** A quiet recording's peak is where the voice happened to go, not where the converter ended. */
const QUIETEST_PEAK = 0.1;
/** Flat tops that are nearer to each other belong to one place. */
const PLACE_SECONDS = 0.25;

/** Where `recording` is clipped, as stretches around its flat tops. */
export function findClippedPlaces({ samples, sampleRate }: Recording): TimeRange[] {
  const peak = samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
  if (peak < QUIETEST_PEAK) return [];
  const places: { fromSeconds: number; toSeconds: number }[] = [];
  let run = 1;
  for (let i = 1; i < samples.length; i++) {
    run = isFlat(samples[i - 1], samples[i], peak) ? run + 1 : 1;
    if (run >= FLAT_RUN) notePlace(places, i / sampleRate);
  }
  return places;
}

function isFlat(before: number, now: number, peak: number): boolean {
  const level = Math.min(Math.abs(before), Math.abs(now));
  if (before * now <= 0 || level < peak * NEAR_PEAK) return false;
  return level >= FULL_SCALE || Math.abs(now - before) <= MOST_STEP * peak;
}

function notePlace(places: { fromSeconds: number; toSeconds: number }[], seconds: number): void {
  const last = places.at(-1);
  const toSeconds = seconds + PLACE_SECONDS / 2;
  if (last && seconds - last.toSeconds < PLACE_SECONDS / 2) last.toSeconds = toSeconds;
  else places.push({ fromSeconds: Math.max(0, seconds - PLACE_SECONDS / 2), toSeconds });
}
