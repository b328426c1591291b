import type { Envelope } from './envelope.js';
import type { WaveShape } from './wavetable.js';

interface Oscillator {
  shape: WaveShape;
  level: number;
  /** Above the note. */
  semitones?: number;
  /** Several of it, spread around the note and across the stereo image. */
  unison?: { voices: number; cents: number; width: number };
}

/** A modulator and its carrier. */
interface FmPair {
  level: number;
  carrierRatio: number;
  modulatorRatio: number;
  /** Modulation index at full velocity, and what it falls to. */
  index: number;
  indexRest: number;
  indexDecaySeconds: number;
  /** How fast the pair itself fades, beside the amplitude's envelope. */
  decaySeconds: number;
}

interface FilterSettings {
  cutoffHz: number;
  /** 0 follows no key, 1 moves by an octave per octave from middle C on. */
  keyTracking: number;
  /** 1/√2 has no resonance. */
  q: number;
  envelope: Envelope;
  envelopeOctaves: number;
  velocityOctaves: number;
  lfo?: { hertz: number; octaves: number };
}

/** A sound of the synthesiser. */
export interface Patch {
  oscillators: readonly Oscillator[];
  fm?: readonly FmPair[];
  noise?: number;
  filter?: FilterSettings;
  amplitude: Envelope;
  vibrato?: { hertz: number; cents: number; delaySeconds: number };
  /** Begins so many semitones away and falls to the note (time to 1/e). */
  pitchDrop?: { semitones: number; decaySeconds: number };
  /** One note at a time; where notes overlap, the pitch glides. */
  glideSeconds?: number;
  /** Rounds the wave; for deep sounds only, whose overtones stay far below Nyquist. */
  driveDb?: number;
  gainDb: number;
}
