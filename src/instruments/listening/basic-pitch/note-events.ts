import type { PlayedNote } from '../../../score/played-note.js';

/** From posteriors to notes, as `basic_pitch.note_creation` does it
 *  (https://github.com/spotify/basic-pitch, Apache-2.0). */

export const SAMPLE_RATE = 22_050;
export const HOP = 256;
/** Of a piano. */
export const KEYS = 88;
const LOWEST_KEY = 21;
const BINS_PER_SEMITONE = 3;
export const CONTOUR_BINS = KEYS * BINS_PER_SEMITONE;

const ONSET_THRESHOLD = 0.5;
const NOTE_THRESHOLD = 0.3;
/** 128 ms. */
const SHORTEST_FRAMES = 11;
/** A note ends once it has been below the threshold for so long. */
const PATIENCE_FRAMES = 11;
/** Over how many frames a note's rise counts as an onset. */
const RISE_FRAMES = 2;
/** How far bends may reach, in bins of a third of a semitone, and the spread that favours none. */
const BEND_REACH = 25;
const BEND_SPREAD = 5;

/** What the model says of every frame, row-major. */
export interface Posteriors {
  frames: number;
  /** [frames × KEYS] */
  notes: Float32Array;
  /** [frames × KEYS] */
  onsets: Float32Array;
  /** [frames × CONTOUR_BINS] */
  contours: Float32Array;
}

interface Found {
  start: number;
  end: number;
  key: number;
}

/** The notes of `posteriors`, by their start, with bends. */
export function noteEvents(posteriors: Posteriors): PlayedNote[] {
  const energy = posteriors.notes.slice();
  const found = [...notesFromOnsets(posteriors, energy), ...notesWithoutOnsets(posteriors, energy)];
  return found
    .sort((a, b) => a.start - b.start || a.key - b.key)
    .map((note) => ({
      startSeconds: secondsOf(note.start),
      endSeconds: secondsOf(note.end),
      pitch: LOWEST_KEY + note.key,
      velocity: meanOf(posteriors.notes, note),
      bend: bendOf(posteriors, note),
    }));
}

/** Notes that begin with an onset, the last first; what they take is taken from `energy`. */
function notesFromOnsets({ frames, notes, onsets }: Posteriors, energy: Float32Array): Found[] {
  const rises = withRises(onsets, notes, frames);
  const found: Found[] = [];
  for (let start = frames - 2; start > 0; start--) {
    for (let key = KEYS - 1; key >= 0; key--) {
      if (!isOnset(rises, start, key)) continue;
      const end = follow(energy, { from: start + 1, step: 1, key, frames });
      if (end - start <= SHORTEST_FRAMES) continue;
      for (let t = start; t < end; t++) silence(energy, t, key);
      found.push({ start, end, key });
    }
  }
  return found;
}

/** What still sounds then, the strongest first: notes whose onset nobody heard. */
function notesWithoutOnsets({ frames }: Posteriors, energy: Float32Array): Found[] {
  const found: Found[] = [];
  for (;;) {
    const middle = indexOfMost(energy);
    if (!(energy[middle] > NOTE_THRESHOLD)) return found;
    const key = middle % KEYS;
    const at = Math.floor(middle / KEYS);
    energy[middle] = 0;
    const end = follow(energy, { from: at + 1, step: 1, key, frames }, silence) - 1;
    const start = follow(energy, { from: at - 1, step: -1, key, frames }, silence) + 1;
    if (end - start > SHORTEST_FRAMES) found.push({ start, end, key });
  }
}

/** Where a note is over: the last frame above the threshold, plus `step`. */
function follow(
  energy: Float32Array,
  { from, step, key, frames }: { from: number; step: 1 | -1; key: number; frames: number },
  visit?: (energy: Float32Array, t: number, key: number) => void,
): number {
  let below = 0;
  let t = from;
  while (t > 0 && t < frames - 1 && below < PATIENCE_FRAMES) {
    below = energy[t * KEYS + key] < NOTE_THRESHOLD ? below + 1 : 0;
    visit?.(energy, t, key);
    t += step;
  }
  return t - step * below;
}

/** Takes a key and its neighbours, whose energy is its own, out of frame `t`. */
function silence(energy: Float32Array, t: number, key: number): void {
  energy[t * KEYS + key] = 0;
  if (key < KEYS - 1) energy[t * KEYS + key + 1] = 0;
  if (key > 0) energy[t * KEYS + key - 1] = 0;
}

/** The onsets that the model hears, or else how much a note rises. */
function withRises(onsets: Float32Array, notes: Float32Array, frames: number): Float32Array {
  const rises = new Float32Array(onsets.length);
  for (let i = RISE_FRAMES * KEYS; i < frames * KEYS; i++) {
    const before = Math.max(notes[i - KEYS], notes[i - 2 * KEYS]);
    rises[i] = Math.max(0, notes[i] - before);
  }
  const scale = maxOf(onsets) / Math.max(1e-9, maxOf(rises));
  return rises.map((rise, i) => Math.max(onsets[i], rise * scale));
}

function isOnset(rises: Float32Array, t: number, key: number): boolean {
  const at = t * KEYS + key;
  const value = rises[at];
  return value >= ONSET_THRESHOLD && value > rises[at - KEYS] && value > rises[at + KEYS];
}

/** How far the contour's strongest bin lies from the key, over the note. */
function bendOf({ contours }: Posteriors, { start, end, key }: Found): PlayedNote['bend'] {
  const centre = key * BINS_PER_SEMITONE + 1;
  const lowest = Math.max(0, centre - BEND_REACH);
  const highest = Math.min(CONTOUR_BINS - 1, centre + BEND_REACH);
  return Array.from({ length: end - start }, (_, i) => {
    let [best, most] = [centre, -1];
    for (let bin = lowest; bin <= highest; bin++) {
      const strays = (bin - centre) / BEND_SPREAD;
      const value = contours[(start + i) * CONTOUR_BINS + bin] * Math.exp((-strays * strays) / 2);
      if (value > most) [best, most] = [bin, value];
    }
    return [(i * HOP) / SAMPLE_RATE, (best - centre) / BINS_PER_SEMITONE] as const;
  });
}

/** Frames lie a little closer than their hop: of every window's 172, the model's last is cut short. */
function secondsOf(frame: number): number {
  const perWindow = (HOP / SAMPLE_RATE) * (172 - 43_844 / HOP) + 0.0018;
  return (frame * HOP) / SAMPLE_RATE - perWindow * Math.floor(frame / 172);
}

function meanOf(notes: Float32Array, { start, end, key }: Found): number {
  let sum = 0;
  for (let t = start; t < end; t++) sum += notes[t * KEYS + key];
  return sum / (end - start);
}

function maxOf(values: Float32Array): number {
  return values.reduce((most, value) => Math.max(most, value), 0);
}

function indexOfMost(values: Float32Array): number {
  let best = 0;
  for (let i = 1; i < values.length; i++) if (values[i] > values[best]) best = i;
  return best;
}
