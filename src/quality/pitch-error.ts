import type { PitchCurve } from '../dsp/pitch-curve.js';

/** What a listener hears as the same note. */
const NEAR_CENTS = 50;

/** How a voice keeps to the melody that it was to sing. */
export interface PitchError {
  /** Half of the frames are at least so near. */
  medianCents: number;
  /** Share of the frames within 50 cents, 0…1. */
  within50Cents: number;
  /** Frames of 10 ms that were compared: those that are voiced in both. */
  frames: number;
}

/** Compares `sung` with the `melody` that was asked for, both of one hop; null where nothing is voiced
 *  in both. */
export function pitchError(melody: PitchCurve, sung: PitchCurve): PitchError | null {
  const count = Math.min(melody.f0Hz.length, sung.f0Hz.length);
  const errors: number[] = [];
  for (let i = 0; i < count; i++) {
    if (melody.f0Hz[i] <= 0 || sung.f0Hz[i] <= 0) continue;
    errors.push(Math.abs(1200 * Math.log2(sung.f0Hz[i] / melody.f0Hz[i])));
  }
  if (errors.length === 0) return null;
  errors.sort((a, b) => a - b);
  return {
    medianCents: errors[Math.floor(errors.length / 2)],
    within50Cents: errors.filter((cents) => cents <= NEAR_CENTS).length / errors.length,
    frames: errors.length,
  };
}
