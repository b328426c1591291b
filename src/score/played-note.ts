import type { Articulation } from './score.js';

/** A note as it is performed: in seconds, after tempo, swing and humanising. */
export interface PlayedNote {
  startSeconds: number;
  /** Where the key is released; the sound may ring on. */
  endSeconds: number;
  /** MIDI number, fractional where an instrument isn't bound to keys; of drums, the percussion key. */
  pitch: number;
  /** 0 … 1. */
  velocity: number;
  /** Offset from `pitch` in semitones at seconds from the note's start, linear between them. */
  bend?: readonly (readonly [seconds: number, semitones: number])[];
  /** How it is played, where the instrument knows of it. */
  articulation?: Articulation;
}
