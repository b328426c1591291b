import type { PlayedNote } from '../../score/played-note.js';
import { seededRandom } from '../../dsp/random.js';
import { midiToHertz, pitchOver } from '../bend.js';
import { StringLoop, type StringLosses } from './string-loop.js';

/** A string of an instrument, and how it is plucked. */
export interface StringSettings {
  /** Losses while it rings, by its pitch in Hz. */
  ringing: (hertz: number) => StringLosses;
  muted: StringLosses;
  /** Time in which a string that is let go falls by 60 dB. */
  releaseSeconds: number;
  /** Where it is plucked and where it is heard, as shares of its length. */
  pluckAt: number;
  pickupAt?: number;
  /** Highest frequency of the pluck, from the softest to the hardest, Hz. */
  pluckHertz: readonly [soft: number, hard: number];
  /** Share of noise in the pluck: fingernail, plectrum. */
  noise: number;
  /** How far the two directions of its vibration lie apart, cents; none has only one. */
  spreadCents?: number;
}

/** Loudness goes with velocity to this power. */
export const PLUCK_VELOCITY_POWER = 1.5;

const BLOCK_LENGTH = 64;
/** A pluck's noise lasts so long. */
const NOISE_SECONDS = 0.004;
const SILENT = 1e-5;
/** What the pluck's level is related to, so that high and low notes are about as loud. */
const MIDDLE_HERTZ = 220;
/** Share of the motion that runs across the body, which is heard less and lasts longer. */
const ACROSS = { level: 0.35, longer: 1.6 };

/** Adds a plucked note that begins at 0 s to `out`.
 *  @returns how many samples of it sound */
export function pluck(
  out: Float32Array,
  note: PlayedNote,
  options: { sampleRate: number; seed: number; string: StringSettings },
): number {
  const { sampleRate, seed, string } = options;
  const excitation = pluckOf(note, options);
  const ringing = string.ringing(midiToHertz(note.pitch));
  if (string.spreadCents === undefined || note.articulation === 'palm-mute') {
    return sound(out, note, { sampleRate, string, excitation, ringing, cents: 0, level: 1 });
  }
  const half = string.spreadCents / 2;
  const flip = (seed + Math.round(note.pitch)) % 2 === 0 ? 1 : -1;
  const { level, longer } = ACROSS;
  const across = { ...ringing, decaySeconds: ringing.decaySeconds * longer };
  const directions: readonly Direction[] = [
    { sampleRate, string, excitation, ringing, cents: flip * half * level, level: 1 - level },
    { sampleRate, string, excitation, ringing: across, cents: -flip * half, level },
  ];
  return Math.max(...directions.map((direction) => sound(out, note, direction)));
}

/** One direction of vibration. */
function sound(
  out: Float32Array,
  note: PlayedNote,
  { sampleRate, string, excitation, ringing, cents, level }: Direction,
): number {
  const pitchAt = pitchOver(note);
  const hertzAt = (seconds: number) => midiToHertz(pitchAt(seconds) + cents / 100);
  const lowest = Math.min(...[0, ...(note.bend ?? []).map(([, bend]) => bend)]);
  const loop = new StringLoop(sampleRate, midiToHertz(note.pitch + lowest - 1));
  const losses = note.articulation === 'palm-mute' ? string.muted : ringing;
  loop.damp(hertzAt(0), losses);
  const silence = new Float64Array(BLOCK_LENGTH);
  let isHeld = true;
  let fromHertz = hertzAt(0);
  let silentSince = 0;
  for (let at = 0; at < out.length; at += BLOCK_LENGTH) {
    const seconds = (at + BLOCK_LENGTH) / sampleRate;
    const toHertz = hertzAt(seconds);
    if (isHeld && seconds > note.endSeconds) {
      isHeld = false;
      loop.damp(fromHertz, released(losses, string.releaseSeconds));
    }
    const isPlucked = at < excitation.length;
    const push = isPlucked ? excitation.subarray(at, at + BLOCK_LENGTH) : silence;
    const count = Math.min(BLOCK_LENGTH, out.length - at);
    const peak = loop.run(push, { out, at, count, fromHertz, toHertz, level });
    // Between two pulses of a low string lies silence too.
    silentSince = isPlucked || peak >= SILENT ? at : silentSince;
    if (at - silentSince > sampleRate / fromHertz + BLOCK_LENGTH) return at;
    fromHertz = toHertz;
  }
  return out.length;
}

interface Direction {
  sampleRate: number;
  string: StringSettings;
  excitation: Float64Array;
  ringing: StringLosses;
  cents: number;
  level: number;
}

function released(losses: StringLosses, seconds: number): StringLosses {
  return {
    decaySeconds: Math.min(losses.decaySeconds, seconds),
    brightDecaySeconds: Math.min(losses.brightDecaySeconds, seconds / 2),
  };
}

/** What the finger or plectrum does to the string: a short push, softened, with some noise, as it is
 *  heard at the pickup: places on a string cancel overtones (combs). */
function pluckOf(
  note: PlayedNote,
  { sampleRate, seed, string }: { sampleRate: number; seed: number; string: StringSettings },
): Float64Array {
  const random = seededRandom(seed);
  const hertz = midiToHertz(note.pitch);
  const period = sampleRate / hertz;
  const needed = 2.5 * period + NOISE_SECONDS * sampleRate;
  const push = new Float64Array(BLOCK_LENGTH * Math.ceil(needed / BLOCK_LENGTH));
  const level = note.velocity ** PLUCK_VELOCITY_POWER * Math.sqrt(MIDDLE_HERTZ / hertz);
  push[0] = level * (sampleRate / 3000);
  for (let i = 0; i < NOISE_SECONDS * sampleRate; i++) {
    const fade = 1 - i / (NOISE_SECONDS * sampleRate);
    push[i] += level * string.noise * fade * (2 * random() - 1);
  }
  const [soft, hard] = string.pluckHertz;
  const cutoff = soft * (hard / soft) ** note.velocity;
  soften(push, cutoff, sampleRate);
  soften(push, cutoff, sampleRate);
  comb(push, string.pluckAt * period);
  if (string.pickupAt !== undefined) comb(push, string.pickupAt * period);
  return push;
}

/** One-pole low-pass in place. */
function soften(samples: Float64Array, cutoffHz: number, sampleRate: number): void {
  const a = Math.exp((-2 * Math.PI * cutoffHz) / sampleRate);
  let y = 0;
  for (let i = 0; i < samples.length; i++) {
    y = (1 - a) * samples[i] + a * y;
    samples[i] = y;
  }
}

/** Takes away what came `delay` samples before, in place. */
function comb(samples: Float64Array, delay: number): void {
  const whole = Math.floor(delay);
  const share = delay - whole;
  for (let i = samples.length - 1; i >= 0; i--) {
    const early = i >= whole ? samples[i - whole] : 0;
    const earlier = i > whole ? samples[i - whole - 1] : 0;
    samples[i] -= (1 - share) * early + share * earlier;
  }
}
