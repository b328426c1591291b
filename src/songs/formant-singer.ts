import { seededNormal } from '../dsp/random.js';
import { phones, type Phone } from './phones.js';

/** One sung syllable: ARPAbet phones, the first vowel on the beat. */
export interface SungNote {
  startSeconds: number;
  durationSeconds: number;
  midi: number;
  /** Space-separated, e.g. "M UW N". */
  phones: string;
}

/** Control frames per second. */
const CONTROL_RATE = 400;
const VIBRATO_HZ = 5.4;
const VIBRATO_SEMITONES = 0.35;
/** Vibrato starts after this long, and grows as long again. */
const VIBRATO_DELAY_SECONDS = 0.25;
/** Time constants of gliding: notes into notes, mouth shapes into mouth shapes. */
const PORTAMENTO_SECONDS = 0.035;
const ARTICULATION_SECONDS = 0.022;
const LOUDNESS_SECONDS = 0.012;
/** Pitch wavers by this much, as every voice does. */
const JITTER_SEMITONES = 0.06;
const CONSONANT_SECONDS = 0.075;
const FORMANT_BANDWIDTHS_HZ = [70, 95, 130, 190, 260];

interface ControlFrame {
  midi: number;
  /** Seconds since the note began. */
  age: number;
  phone: Phone;
}

/** Sings `notes` by source and filter (after Klatt, JASA 67, 1980): glottal pulses and noise through
 *  five formants that move from phone to phone. A small classical synthesiser, not a trained model.
 *  @returns mono, `length` samples, peak about 0.5 */
export function singFormants(
  notes: readonly SungNote[],
  { sampleRate, length, seed }: { sampleRate: number; length: number; seed: number },
): Float32Array {
  const score = controlFrames(notes, Math.ceil((length / sampleRate) * CONTROL_RATE) + 1);
  const normal = seededNormal(seed);
  const throat = new Throat(sampleRate);
  const output = new Float32Array(length);
  const samplesPerFrame = sampleRate / CONTROL_RATE;
  for (let t = 0; t < score.length; t++) {
    throat.follow(score[t], normal());
    const end = Math.min(length, Math.round((t + 1) * samplesPerFrame));
    for (let i = Math.round(t * samplesPerFrame); i < end; i++) output[i] = throat.next(normal());
  }
  return normalise(output, 0.5);
}

/** The score as control frames; rests carry the phone `SIL` on the pitch of the next note. */
function controlFrames(notes: readonly SungNote[], frames: number): ControlFrame[] {
  const rest = (midi: number): ControlFrame => ({ midi, age: 0, phone: phones.SIL });
  const score = Array.from({ length: frames }, () => rest(notes[0].midi));
  for (const note of notes) {
    let at = note.startSeconds - leadInSeconds(note);
    for (const { phone, seconds } of timedPhones(note)) {
      const from = Math.max(0, Math.round(at * CONTROL_RATE));
      at += seconds;
      const to = Math.min(frames, Math.round(at * CONTROL_RATE));
      for (let t = from; t < to; t++) {
        score[t] = { midi: note.midi, age: t / CONTROL_RATE - note.startSeconds, phone };
      }
    }
  }
  return score;
}

/** Consonants come before the beat, so that the vowel is on it. */
function leadInSeconds(note: SungNote): number {
  const symbols = note.phones.split(' ');
  return symbols.findIndex((symbol) => phones[symbol].vowel) * CONSONANT_SECONDS;
}

function timedPhones(note: SungNote): { phone: Phone; seconds: number }[] {
  const symbols = note.phones.split(' ').map((symbol) => phones[symbol]);
  const vowels = symbols.filter((phone) => phone.vowel).length;
  const firstVowel = symbols.findIndex((phone) => phone.vowel);
  const after = symbols.slice(firstVowel).filter((phone) => !phone.vowel).length;
  const vowelSeconds = Math.max(0.08, note.durationSeconds - after * CONSONANT_SECONDS);
  return symbols.map((phone) => ({
    phone,
    // The second half of a diphthong is the shorter one.
    seconds: phone.vowel ? vowelShare(phone, symbols, vowels) * vowelSeconds : CONSONANT_SECONDS,
  }));
}

function vowelShare(phone: Phone, symbols: Phone[], vowels: number): number {
  if (vowels === 1) return 1;
  return symbols.find((other) => other.vowel) === phone ? 0.7 : 0.3 / (vowels - 1);
}

/** Glottis, noise and vocal tract with their state. */
class Throat {
  #phase = 0;
  #midi = 60;
  #vibrato = 0;
  #jitter = 0;
  #tilt = 0;
  #hz = 200;
  readonly #now = { ...phones.SIL, formantsHz: [...phones.SIL.formantsHz] };
  readonly #tract: Resonator[];
  readonly #fricative: Resonator;

  constructor(readonly sampleRate: number) {
    this.#tract = FORMANT_BANDWIDTHS_HZ.map(() => new Resonator(sampleRate));
    this.#fricative = new Resonator(sampleRate);
  }

  /** Moves one control frame towards `target`. */
  follow(target: ControlFrame, noise: number): void {
    const { phone, age, midi } = target;
    const articulate = glide(ARTICULATION_SECONDS);
    const swell = glide(LOUDNESS_SECONDS);
    const now = this.#now;
    this.#midi += (midi - this.#midi) * glide(PORTAMENTO_SECONDS);
    this.#jitter += (noise * JITTER_SEMITONES * 3 - this.#jitter) * 0.04;
    this.#vibrato = (this.#vibrato + VIBRATO_HZ / CONTROL_RATE) % 1;
    const depth = clamp01((age - VIBRATO_DELAY_SECONDS) / VIBRATO_DELAY_SECONDS);
    const wave = depth * VIBRATO_SEMITONES * Math.sin(2 * Math.PI * this.#vibrato);
    this.#hz = 440 * 2 ** ((this.#midi + this.#jitter + wave - 69) / 12);
    now.voicing += (phone.voicing - now.voicing) * swell;
    now.aspiration += (phone.aspiration - now.aspiration) * swell;
    now.frication += (phone.frication - now.frication) * swell;
    if (phone.frication > 0) now.fricationHz = phone.fricationHz;
    this.#fricative.tune(now.fricationHz, now.fricationHz * 0.25);
    now.formantsHz.forEach((hz, k) => {
      now.formantsHz[k] = hz + (phone.formantsHz[k] - hz) * articulate;
      this.#tract[k].tune(now.formantsHz[k], FORMANT_BANDWIDTHS_HZ[k]);
    });
  }

  next(noise: number): number {
    const now = this.#now;
    this.#phase = (this.#phase + this.#hz / this.sampleRate) % 1;
    const pulse = glottalFlowDerivative(this.#phase);
    // Breath passes only while the glottis is open.
    const breath = noise * (0.02 + (this.#phase < OPEN_QUOTIENT ? 0.03 : 0)) * now.voicing;
    const source = pulse * now.voicing + breath + noise * 0.15 * now.aspiration;
    this.#tilt += (source - this.#tilt) * 0.7;
    let sample = this.#tilt;
    for (const resonator of this.#tract) sample = resonator.next(sample);
    return sample + this.#fricative.next(noise) * 0.035 * now.frication;
  }
}

const OPEN_QUOTIENT = 0.6;

/** KLGLOTT88 (Klatt & Klatt, JASA 87, 1990): the derivative of a cubic flow pulse. */
function glottalFlowDerivative(phase: number): number {
  if (phase >= OPEN_QUOTIENT) return 0;
  const x = phase / OPEN_QUOTIENT;
  return 2 * x - 3 * x * x;
}

/** Second-order resonator with unity gain at DC (Klatt, 1980). */
class Resonator {
  #a = 1;
  #b = 0;
  #c = 0;
  #y1 = 0;
  #y2 = 0;

  constructor(readonly sampleRate: number) {}

  tune(hz: number, bandwidthHz: number): void {
    const radius = Math.exp((-Math.PI * bandwidthHz) / this.sampleRate);
    this.#c = -radius * radius;
    this.#b = 2 * radius * Math.cos((2 * Math.PI * hz) / this.sampleRate);
    this.#a = 1 - this.#b - this.#c;
  }

  next(x: number): number {
    const y = this.#a * x + this.#b * this.#y1 + this.#c * this.#y2;
    this.#y2 = this.#y1;
    this.#y1 = y;
    return y;
  }
}

function glide(seconds: number): number {
  return 1 - Math.exp(-1 / (seconds * CONTROL_RATE));
}

function clamp01(x: number): number {
  return Math.min(1, Math.max(0, x));
}

function normalise(samples: Float32Array, peak: number): Float32Array {
  let loudest = 1e-9;
  for (const x of samples) loudest = Math.max(loudest, Math.abs(x));
  return samples.map((x) => (x * peak) / loudest);
}
