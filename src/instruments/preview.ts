import type { AudioData } from '../audio/audio-data.js';
import type { RunOptions } from '../progress.js';
import type { PlayedNote } from '../score/played-note.js';
import type { Instrument } from './instrument.js';

const SAMPLE_RATE = 48_000;
const BEAT_SECONDS = 0.42;
const TAIL_SECONDS = 1.8;
const SEED = 1;

/** Beats, length in beats, semitones above the phrase's lowest note, and velocity. */
type Step = readonly [beat: number, beats: number, semitones: number, velocity: number];

/** A phrase with steps, a leap, soft and loud notes, and a chord at its end. */
const PHRASE: readonly Step[] = [
  ...[[0, 1, 0, 0.55] as const, [1, 0.5, 4, 0.6] as const, [1.5, 0.5, 7, 0.65] as const],
  ...[[2, 1.5, 12, 0.85] as const, [3.5, 0.5, 11, 0.6] as const, [4, 1, 9, 0.65] as const],
  ...[[5, 1, 5, 0.5] as const, [6, 2, 0, 0.7] as const, [6, 2, 4, 0.7] as const],
  ...[[6, 2, 7, 0.75] as const],
];

/** A bar of drums with a fill: keys instead of semitones. */
const GROOVE: readonly Step[] = [
  ...[0, 1, 2, 3, 4, 5, 6, 7].map((beat) => [beat, 0.25, 42, beat % 2 === 0 ? 0.7 : 0.45] as const),
  ...[0, 2.5, 4, 6.5].map((beat) => [beat, 0.5, 36, 0.85] as const),
  ...[1, 3, 5].map((beat) => [beat, 0.5, 38, 0.8] as const),
  ...[[6.5, 0.5, 48, 0.7] as const, [7, 0.5, 47, 0.75] as const, [7.5, 0.5, 43, 0.8] as const],
  ...[[3.5, 0.5, 46, 0.6] as const, [8, 1, 49, 0.9] as const, [8, 1, 36, 0.9] as const],
];

/** A few seconds of an instrument, in the middle of its range. */
export function playPreview(
  instrument: Instrument,
  { signal = new AbortController().signal }: RunOptions = {},
): Promise<AudioData> {
  const notes = notesFor(instrument);
  const end = Math.max(...notes.map(({ endSeconds }) => endSeconds));
  const length = Math.ceil((end + TAIL_SECONDS) * SAMPLE_RATE);
  return instrument.play(notes, { sampleRate: SAMPLE_RATE, length, seed: SEED, signal });
}

function notesFor({ family, range }: Instrument): PlayedNote[] {
  if (family === 'drums') return GROOVE.map((step) => noteOf(step, 0));
  const middle = (range.lowest + range.highest) / 2;
  const lowest = 12 * Math.round((middle - 6) / 12); // A C
  return PHRASE.map((step) => noteOf(step, lowest));
}

function noteOf([beat, beats, semitones, velocity]: Step, lowest: number): PlayedNote {
  return {
    startSeconds: beat * BEAT_SECONDS,
    endSeconds: (beat + beats) * BEAT_SECONDS,
    pitch: lowest + semitones,
    velocity,
  };
}
