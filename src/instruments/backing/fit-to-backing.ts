import { scaleOf } from '../../score/pitch-names.js';
import { FRAME_RATE } from '../frame-rate.js';
import type { Melody } from '../melody/melody.js';
import { stretchMelody } from '../melody/snap-time.js';
import type { BackingMusic } from './hear-backing.js';

/** What is in the key to this share needn't be moved: it was sung to the music. */
const IN_KEY = 0.8;
const SHIFTS = [0, -1, 1, -2, 2, -3, 3, -4, 4, -5, 5, 6];
/** What a semitone of moving must bring, as a share of the notes' time. */
const SHIFT_COST = 0.01;
/** How much slower or faster a hum may be made to fit the beats, and in which steps. */
const [LEAST_STRETCH, MOST_STRETCH, STRETCH_STEP] = [0.92, 1.08, 0.005];
/** How far a note lies from an eighth, at random, as a share of it; fits count below. */
const RANDOM_MISS = 0.25;
/** What changing the tempo by 1 % must bring. */
const STRETCH_COST = 0.3;
const EIGHTHS_PER_BEAT = 2;

/** By how many semitones notes should move to lie in the key of `backing`; 0 where they do already. */
export function semitonesIntoKey(
  notes: readonly { pitch: number; length: number }[],
  { key }: Pick<BackingMusic, 'key'>,
): number {
  const scale = new Set(scaleOf(key));
  const total = notes.reduce((sum, { length }) => sum + length, 0);
  const inKey = (shift: number) =>
    notes
      .filter(({ pitch }) => scale.has((((Math.round(pitch) + shift) % 12) + 12) % 12))
      .reduce((sum, { length }) => sum + length, 0) / Math.max(1e-9, total);
  if (inKey(0) >= IN_KEY) return 0;
  const fit = (shift: number) => inKey(shift) - SHIFT_COST * Math.abs(shift);
  return SHIFTS.reduce((best, next) => (fit(next) > fit(best) ? next : best));
}

/** `melody` in the tempo of `backing`: as much slower or faster, and as much later, as brings the beginnings of
 *  its notes nearest to the eighths. Nothing where it can't be told. */
export function fitToBeats(
  melody: Melody,
  backing: BackingMusic,
): { melody: Melody; stretch: number } {
  const onsets = melody.notes.map(({ from }) => from / FRAME_RATE);
  const stretches: number[] = [];
  for (let s = LEAST_STRETCH; s <= MOST_STRETCH; s += STRETCH_STEP) stretches.push(s);
  const cost = (stretch: number) =>
    fitOf(onsets, stretch, backing).miss + STRETCH_COST * Math.abs(stretch - 1);
  const best = stretches.reduce((a, b) => (cost(b) < cost(a) ? b : a), 1);
  const { miss, delaySeconds } = fitOf(onsets, best, backing);
  if (onsets.length < 4 || miss > RANDOM_MISS * 0.8) return { melody, stretch: 1 };
  return { melody: stretchMelody(melody, best, delaySeconds * FRAME_RATE), stretch: best };
}

/** How far stretched onsets lie from the nearest eighths once they are delayed best, as a share of an eighth. */
function fitOf(
  onsets: readonly number[],
  stretch: number,
  { bpm, firstBeatSeconds }: BackingMusic,
) {
  const eighth = 60 / bpm / EIGHTHS_PER_BEAT;
  // The mean of angles: where in an eighth the onsets lie.
  let [x, y] = [0, 0];
  for (const onset of onsets) {
    const angle = (2 * Math.PI * (onset * stretch - firstBeatSeconds)) / eighth;
    x += Math.cos(angle);
    y += Math.sin(angle);
  }
  const early = (Math.atan2(y, x) / (2 * Math.PI)) * eighth;
  const misses = onsets.map((onset) => {
    const place = (onset * stretch - early - firstBeatSeconds) / eighth;
    return Math.abs(place - Math.round(place));
  });
  const miss = misses.reduce((sum, value) => sum + value, 0) / Math.max(1, misses.length);
  return { miss, delaySeconds: -early };
}
