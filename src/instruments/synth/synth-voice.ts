import { dbToGain } from '../../dsp/decibels.js';
import { seededRandom } from '../../dsp/random.js';
import type { PlayedNote } from '../../score/played-note.js';
import { midiToHertz, pitchOver } from '../bend.js';
import { envelopeAt } from './envelope.js';
import type { Patch } from './patch.js';
import type { WaveShape, WaveTable, WaveTables } from './wavetable.js';

/** Loudness goes with velocity to this power. */
export const SYNTH_VELOCITY_POWER = 1.6;

/** Settings are worked out once for so many samples, and are linear between. */
const BLOCK_LENGTH = 64;
const TWO_PI = 2 * Math.PI;
/** Parts of a period: as many as an integer has values. */
const WHOLE_PERIOD = 2 ** 32;
const MIDDLE_C_HERTZ = 261.63;

/** One running wave of a voice. */
interface Wave {
  shape: WaveShape;
  /** Of the note's frequency. */
  ratio: number;
  /** Of 2³² parts of a period, so that it turns over by itself. */
  phase: number;
  left: number;
  right: number;
  /** For `tableStep`, which seldom changes. */
  table: WaveTable;
  tableStep: number;
}

/** State of the two filters of a voice. */
interface FilterState {
  band: number;
  low: number;
}

export interface SynthVoiceOptions {
  patch: Patch;
  sampleRate: number;
  tables: WaveTables;
  /** Of the note. */
  seed: number;
}

/** Adds a note that begins at 0 s to `left` and `right`.
 *  @returns how many samples of it sound */
export function playSynthNote(
  [left, right]: readonly [Float32Array, Float32Array],
  note: PlayedNote,
  options: SynthVoiceOptions,
): number {
  return new SynthVoice(note, options).play(left, right);
}

class SynthVoice {
  readonly #left = new Float64Array(BLOCK_LENGTH);
  readonly #right = new Float64Array(BLOCK_LENGTH);
  readonly #random: () => number;
  readonly #waves: Wave[];
  readonly #fmPhases: { carrier: number; modulator: number }[];
  readonly #filters: readonly FilterState[] = [
    { band: 0, low: 0 },
    { band: 0, low: 0 },
  ];
  readonly #pitchAt: (seconds: number) => number;
  readonly #heldSeconds: number;
  readonly #loudness: number;

  constructor(
    private readonly note: PlayedNote,
    private readonly options: SynthVoiceOptions,
  ) {
    this.#random = seededRandom(options.seed);
    this.#waves = options.patch.oscillators.flatMap((oscillator) =>
      wavesOf(oscillator, { random: this.#random, tables: options.tables }),
    );
    this.#fmPhases = (options.patch.fm ?? []).map(() => ({ carrier: 0, modulator: 0 }));
    this.#pitchAt = pitchOver(note);
    this.#heldSeconds = note.endSeconds;
    this.#loudness = note.velocity ** SYNTH_VELOCITY_POWER * dbToGain(options.patch.gainDb);
  }

  play(left: Float32Array, right: Float32Array): number {
    const { sampleRate, patch } = this.options;
    let step = this.#hertzAt(0) / sampleRate;
    let gain = this.#gainAt(0);
    for (let at = 0; at < left.length; at += BLOCK_LENGTH) {
      const seconds = (at + BLOCK_LENGTH) / sampleRate;
      const nextStep = this.#hertzAt(seconds) / sampleRate;
      const nextGain = this.#gainAt(seconds);
      this.#left.fill(0);
      this.#right.fill(0);
      for (const wave of this.#waves) this.#addWave(wave, (step + nextStep) / 2);
      if (patch.fm) this.#addFm(step, nextStep, seconds);
      if (patch.noise) this.#addNoise(patch.noise);
      if (patch.filter) this.#filter(seconds, step * sampleRate);
      if (patch.driveDb) this.#drive(dbToGain(patch.driveDb));
      this.#mix(left, right, { at, gain, nextGain });
      if (seconds > this.#heldSeconds && nextGain === 0) return at + BLOCK_LENGTH;
      step = nextStep;
      gain = nextGain;
    }
    return left.length;
  }

  #hertzAt(seconds: number): number {
    const { vibrato, pitchDrop } = this.options.patch;
    let pitch = this.#pitchAt(seconds);
    if (pitchDrop) pitch += pitchDrop.semitones * Math.exp(-seconds / pitchDrop.decaySeconds);
    if (vibrato && seconds > vibrato.delaySeconds) {
      const since = seconds - vibrato.delaySeconds;
      const depth = (vibrato.cents / 100) * Math.min(1, since / 0.3);
      pitch += depth * Math.sin(TWO_PI * vibrato.hertz * since);
    }
    return midiToHertz(pitch);
  }

  #gainAt(seconds: number): number {
    return this.#loudness * envelopeAt(this.options.patch.amplitude, seconds, this.#heldSeconds);
  }

  #addWave(wave: Wave, step: number): void {
    const { ratio, shape, left: gainLeft, right: gainRight } = wave;
    if (step !== wave.tableStep) {
      wave.table = this.options.tables.for(shape, ratio * step);
      wave.tableStep = step;
    }
    const { values, bits } = wave.table;
    const [left, right] = [this.#left, this.#right];
    const shift = 32 - bits;
    const mask = 2 ** shift - 1;
    const share = 2 ** -shift;
    const move = Math.round(step * ratio * WHOLE_PERIOD) | 0;
    let { phase } = wave;
    for (let i = 0; i < BLOCK_LENGTH; i++) {
      const at = phase >>> shift;
      const here = values[at];
      const value = here + (phase & mask) * share * (values[at + 1] - here);
      left[i] += value * gainLeft;
      right[i] += value * gainRight;
      phase = (phase + move) | 0;
    }
    wave.phase = phase;
  }

  /** Phase modulation. The index is held so low that the sidebands stay below Nyquist. */
  #addFm(step: number, nextStep: number, seconds: number): void {
    const { fm = [] } = this.options.patch;
    const brightness = 0.35 + 0.65 * this.note.velocity;
    fm.forEach((pair, p) => {
      const { carrierRatio, modulatorRatio, index, indexRest, indexDecaySeconds } = pair;
      if (carrierRatio * nextStep > 0.45) return;
      const room = (0.45 - carrierRatio * nextStep) / (modulatorRatio * nextStep) - 2;
      const wanted = indexRest + (index - indexRest) * Math.exp(-seconds / indexDecaySeconds);
      const depth = Math.max(0, Math.min(room, brightness * wanted));
      const level = pair.level * Math.exp(-seconds / pair.decaySeconds);
      this.#addPair(this.#fmPhases[p], {
        pair,
        depth,
        level,
        step,
        slope: (nextStep - step) / BLOCK_LENGTH,
      });
    });
  }

  #addPair(
    phases: { carrier: number; modulator: number },
    { pair, depth, level, step, slope }: RunningPair,
  ): void {
    let move = step;
    for (let i = 0; i < BLOCK_LENGTH; i++) {
      const value =
        level * Math.sin(TWO_PI * phases.carrier + depth * Math.sin(TWO_PI * phases.modulator));
      this.#left[i] += value;
      this.#right[i] += value;
      phases.carrier = (phases.carrier + move * pair.carrierRatio) % 1;
      phases.modulator = (phases.modulator + move * pair.modulatorRatio) % 1;
      move += slope;
    }
  }

  #addNoise(level: number): void {
    for (let i = 0; i < BLOCK_LENGTH; i++) {
      this.#left[i] += level * (2 * this.#random() - 1);
      this.#right[i] += level * (2 * this.#random() - 1);
    }
  }

  /** State-variable low-pass with trapezoidal integrators (V. Zavalishin, 2012), which can be moved
   *  as fast as one likes. */
  #filter(seconds: number, hertz: number): void {
    const { filter } = this.options.patch;
    if (!filter) return;
    const cutoff = this.#cutoffAt(filter, seconds, hertz);
    const g = Math.tan((Math.PI * cutoff) / this.options.sampleRate);
    const k = 1 / filter.q;
    const a1 = 1 / (1 + g * (g + k));
    const [left, right] = [this.#left, this.#right];
    const [one, two] = this.#filters;
    let { band: band1, low: low1 } = one;
    let { band: band2, low: low2 } = two;
    for (let i = 0; i < BLOCK_LENGTH; i++) {
      const v1 = a1 * (band1 + g * (left[i] - low1));
      const v2 = a1 * (band2 + g * (right[i] - low2));
      const w1 = low1 + g * v1;
      const w2 = low2 + g * v2;
      band1 = 2 * v1 - band1;
      band2 = 2 * v2 - band2;
      low1 = 2 * w1 - low1;
      low2 = 2 * w2 - low2;
      left[i] = w1;
      right[i] = w2;
    }
    Object.assign(one, { band: band1, low: low1 });
    Object.assign(two, { band: band2, low: low2 });
  }

  #cutoffAt(filter: NonNullable<Patch['filter']>, seconds: number, hertz: number): number {
    const { cutoffHz, keyTracking, envelope, envelopeOctaves, velocityOctaves, lfo } = filter;
    const octaves =
      keyTracking * Math.log2(hertz / MIDDLE_C_HERTZ) +
      envelopeOctaves * envelopeAt(envelope, seconds, this.#heldSeconds) +
      velocityOctaves * (this.note.velocity - 0.6) +
      (lfo ? lfo.octaves * Math.sin(TWO_PI * lfo.hertz * seconds) : 0);
    return Math.min(0.42 * this.options.sampleRate, Math.max(20, cutoffHz * 2 ** octaves));
  }

  #drive(drive: number): void {
    for (const block of [this.#left, this.#right]) {
      for (let i = 0; i < BLOCK_LENGTH; i++) block[i] = Math.tanh(drive * block[i]);
    }
  }

  #mix(
    left: Float32Array,
    right: Float32Array,
    { at, gain, nextGain }: { at: number; gain: number; nextGain: number },
  ): void {
    const count = Math.min(BLOCK_LENGTH, left.length - at);
    const slope = (nextGain - gain) / BLOCK_LENGTH;
    const [blockLeft, blockRight] = [this.#left, this.#right];
    for (let i = 0; i < count; i++) {
      left[at + i] += blockLeft[i] * gain;
      right[at + i] += blockRight[i] * gain;
      gain += slope;
    }
  }
}

interface RunningPair {
  pair: NonNullable<Patch['fm']>[number];
  depth: number;
  level: number;
  step: number;
  slope: number;
}

/** A single wave begins at 0; of several, each begins somewhere. */
function wavesOf(
  { shape, level, semitones = 0, unison }: Patch['oscillators'][number],
  { random, tables }: { random: () => number; tables: WaveTables },
): Wave[] {
  const unused = { table: tables.for(shape, 1), tableStep: NaN };
  const ratio = 2 ** (semitones / 12);
  if (!unison) return [{ shape, ratio, phase: 0, left: level, right: level, ...unused }];
  const { voices, cents, width } = unison;
  return Array.from({ length: voices }, (_, v) => {
    const place = (2 * v) / (voices - 1) - 1;
    // Neighbours in pitch go to opposite sides, so that both sides hold high and low ones.
    const angle = ((1 + (v % 2 === 0 ? 1 : -1) * width * Math.abs(place)) * Math.PI) / 4;
    const share = (level * Math.SQRT2) / Math.sqrt(voices);
    return {
      shape,
      ratio: ratio * 2 ** ((place * cents) / 1200),
      phase: Math.floor(random() * WHOLE_PERIOD) | 0,
      left: share * Math.cos(angle),
      right: share * Math.sin(angle),
      ...unused,
    };
  });
}
