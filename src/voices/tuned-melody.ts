import type { PitchCurve } from '../dsp/pitch-curve.js';

/** The tuning that autotune draws to. */
const CONCERT_A_HZ = 440;
/** MIDI note of A4. */
const CONCERT_A = 69;

/** Steps of each scale above its key. */
const STEPS = {
  chromatic: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11],
  major: [0, 2, 4, 5, 7, 9, 11],
  minor: [0, 2, 3, 5, 7, 8, 10],
} as const;
const KEYS = ['C', 'C#', 'D', 'D#', 'E', 'F', 'F#', 'G', 'G#', 'A', 'A#', 'B'];

/** "chromatic", or a key and its mode: "C major", "F# minor". */
export const SCALES = ['chromatic', ...KEYS.flatMap((key) => [`${key} major`, `${key} minor`])];

export interface Tuning {
  /** Semitones that the melody moves by. */
  transpose: number;
  /** How far each pitch is drawn to the nearest note of the scale: 0 not at all, 1 onto it. */
  autotune: number;
  /** One of `SCALES`. */
  scale: string;
}

/** The melody that a voice is to sing, in place of `pitch`. */
export function tunedMelody(
  { hopSeconds, f0Hz }: PitchCurve,
  { transpose, autotune, scale }: Tuning,
): PitchCurve {
  const notes = notesOf(scale);
  const tuned = f0Hz.map((hz) => {
    if (hz <= 0) return 0;
    const note = CONCERT_A + 12 * Math.log2(hz / CONCERT_A_HZ) + transpose;
    const drawn = note + autotune * (nearestNote(note, notes) - note);
    return CONCERT_A_HZ * 2 ** ((drawn - CONCERT_A) / 12);
  });
  return { hopSeconds, f0Hz: tuned };
}

/** Pitch classes, 0 = C. */
function notesOf(scale: string): readonly number[] {
  const [key, mode] = scale.split(' ');
  if (mode !== 'major' && mode !== 'minor') return STEPS.chromatic;
  return STEPS[mode].map((step) => (step + KEYS.indexOf(key)) % 12);
}

function nearestNote(note: number, classes: readonly number[]): number {
  const candidates = classes.map((pitchClass) => {
    const octaves = Math.round((note - pitchClass) / 12);
    return pitchClass + 12 * octaves;
  });
  return candidates.reduce((best, next) =>
    Math.abs(next - note) < Math.abs(best - note) ? next : best,
  );
}
