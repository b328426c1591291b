/** A synthesiser's envelope. Times in seconds: `attack` until full, `decay` until 1/e of the way is left,
 *  `release` until nothing is. */
export interface Envelope {
  attack: number;
  decay: number;
  /** 0 … 1. */
  sustain: number;
  release: number;
}

/** A release falls exponentially, by 60 dB in its time, and the rest of the way with it. */
const RELEASE_FLOOR = 0.001;

/** 0 … 1 at `seconds` after the note began; continuous, whenever the key is let go, and 0 once the release
 *  is over. */
export function envelopeAt(envelope: Envelope, seconds: number, releaseSeconds: number): number {
  const held = heldAt(envelope, Math.min(seconds, releaseSeconds));
  if (seconds <= releaseSeconds) return held;
  const share = (seconds - releaseSeconds) / envelope.release;
  if (share >= 1) return 0;
  return (held * (RELEASE_FLOOR ** share - RELEASE_FLOOR)) / (1 - RELEASE_FLOOR);
}

function heldAt({ attack, decay, sustain }: Envelope, seconds: number): number {
  if (seconds < attack) return seconds / attack;
  return sustain + (1 - sustain) * Math.exp((attack - seconds) / decay);
}
