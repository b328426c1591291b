/** Attack, decay and release as a SoundFont has them. Times in seconds. */
export interface EnvelopeTimes {
  delay: number;
  attack: number;
  hold: number;
  /** From full to nothing; the sustain level is reached in its share of that. */
  decay: number;
  /** 0 … 1 of the way down: of loudness in dB, of other things linearly. */
  sustainDrop: number;
  /** From full to nothing. */
  release: number;
}

/** How far the envelope is up at `seconds` after the note began while the key is held, 0 … 1. The
 *  attack is linear in amplitude, what follows is linear in dB where this is of loudness.
 *  @returns the stage before the decay as a rise, and afterwards as 1 − drop */
export function heldLevel(times: EnvelopeTimes, seconds: number): { rise: number; drop: number } {
  let t = seconds - times.delay;
  if (t < 0) return { rise: 0, drop: 0 };
  if (t < times.attack) return { rise: t / times.attack, drop: 0 };
  t -= times.attack + times.hold;
  if (t <= 0) return { rise: 1, drop: 0 };
  const drop = times.decay > 0 ? t / times.decay : 1;
  return { rise: 1, drop: Math.min(drop, times.sustainDrop) };
}
