import { seededNormal } from '../dsp/random.js';

/** A stereo sum that instruments play into. Positions are in samples. */
export class StereoBus {
  readonly left: Float32Array;
  readonly right: Float32Array;

  constructor(
    readonly sampleRate: number,
    readonly length: number,
  ) {
    this.left = new Float32Array(length);
    this.right = new Float32Array(length);
  }

  /** Adds `seconds` of `sound(t)` from `startSeconds` on.
   *  @param pan −1 left … 1 right, at constant power
   *  @param sound the sample at time t of the note, seconds */
  play(
    startSeconds: number,
    seconds: number,
    { gain, pan = 0, sound }: { gain: number; pan?: number; sound: (t: number) => number },
  ): void {
    const start = Math.round(startSeconds * this.sampleRate);
    const end = Math.min(this.length, start + Math.round(seconds * this.sampleRate));
    const angle = ((pan + 1) * Math.PI) / 4;
    const gainLeft = gain * Math.cos(angle);
    const gainRight = gain * Math.sin(angle);
    const fade = 0.005 * this.sampleRate;
    for (let i = start; i < end; i++) {
      const sample = sound((i - start) / this.sampleRate) * Math.min(1, (end - i) / fade);
      this.left[i] += sample * gainLeft;
      this.right[i] += sample * gainRight;
    }
  }
}

const TAU = 2 * Math.PI;

function midiToHz(midi: number): number {
  return 440 * 2 ** ((midi - 69) / 12);
}

/** Two-operator FM electric piano. */
export function electricPiano(midi: number): (t: number) => number {
  const hz = midiToHz(midi);
  return (t) => {
    const index = 1.6 * Math.exp(-t * 3.5);
    const tine = 0.25 * Math.exp(-t * 9) * Math.sin(TAU * hz * 7 * t);
    const body = Math.sin(TAU * hz * t + index * Math.sin(TAU * hz * t));
    return Math.min(1, t / 0.004) * Math.exp(-t * 1.3) * (body + tine);
  };
}

/** Plucked string (Karplus & Strong, 1983). */
export function pluckedString(
  midi: number,
  sampleRate: number,
  seed: number,
): (t: number) => number {
  const period = Math.round(sampleRate / midiToHz(midi));
  const normal = seededNormal(seed);
  const line = Float32Array.from({ length: period }, () => 0.4 * normal());
  let at = 0;
  return () => {
    const next = (at + 1) % period;
    const sample = line[at];
    line[at] = 0.498 * (line[at] + line[next]);
    at = next;
    return sample;
  };
}

/** Two slightly detuned tones of four harmonics, swelling: a soft string pad. */
export function pad(midi: number, seconds: number): (t: number) => number {
  const hz = midiToHz(midi);
  return (t) => {
    const swell = Math.min(1, t / 0.4) * Math.min(1, (seconds - t) / 0.3);
    let sum = 0;
    for (let k = 1; k <= 4; k++) {
      sum += (Math.sin(TAU * hz * k * 1.002 * t) + Math.sin(TAU * hz * k * 0.998 * t)) / (k * k);
    }
    return swell * sum * 0.5;
  };
}

/** A plucked bass: a falling tone with two overtones.
 *  @param midi its note
 *  @param seconds after which it is damped */
export function bass(midi: number, seconds: number): (t: number) => number {
  const hz = midiToHz(midi);
  return (t) => {
    const envelope =
      Math.min(1, t / 0.006) * Math.exp(-t * 1.5) * Math.min(1, (seconds - t) / 0.03);
    const phase = TAU * hz * t;
    return envelope * (Math.sin(phase) + 0.35 * Math.sin(2 * phase) + 0.15 * Math.sin(3 * phase));
  };
}

/** A sine that falls from 150 to 48 Hz. */
export function kick(t: number): number {
  const phase = TAU * (48 * t + (102 / 28) * (1 - Math.exp(-28 * t)));
  return Math.exp(-t * 9) * Math.sin(phase);
}

/** A snare drum: noise over a short tone of 190 Hz. */
export function snare(seed: number): (t: number) => number {
  const normal = seededNormal(seed);
  return (t) =>
    Math.exp(-t * 16) * 0.45 * normal() + Math.exp(-t * 24) * Math.sin(TAU * 190 * t) * 0.7;
}

/** High-passed noise. */
export function hiHat(seed: number): (t: number) => number {
  const normal = seededNormal(seed);
  let previous = 0;
  return (t) => {
    const noise = normal();
    const high = noise - previous;
    previous = noise;
    return Math.exp(-t * 55) * high * 0.5;
  };
}
