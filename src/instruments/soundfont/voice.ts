import { lowPass, type BiquadCoefficients } from '../../dsp/biquad.js';
import { dbToGain } from '../../dsp/decibels.js';
import { heldLevel, type EnvelopeTimes } from './envelope.js';
import { hertzOfCents } from './generators.js';
import type { VoiceSettings } from './voice-settings.js';

/** Where instruments play into. */
export interface StereoTarget {
  sampleRate: number;
  left: Float32Array;
  right: Float32Array;
}

/** When a voice sounds, in seconds from its start. */
export interface VoiceTimes {
  /** When the key is let go; `Infinity` for drums, which ring as long as they like. */
  releaseSeconds: number;
  /** MIDI number over time. */
  pitchAt: (seconds: number) => number;
}

/** Settings are worked out once for so many samples, and are linear between. */
const BLOCK_LENGTH = 64;
/** The way from full to nothing of decays and releases, in dB. */
const FULL_DROP_DB = 100;
/** A voice that has fallen so far has ended. */
const INAUDIBLE_DROP = 0.9;
/** What ends in the middle of its wave fades in this time. */
const END_FADE_SECONDS = 0.006;
/** A filter above this changes nothing that can be heard. */
const OPEN_FILTER_HERTZ = 17_000;
const OPEN_FILTER_Q_DB = 3;
const LOWEST_FILTER_HERTZ = 40;

/** Adds a voice that begins at 0 s to `target`.
 *  @returns how many samples of it sound */
export function playVoice(
  target: StereoTarget,
  settings: VoiceSettings,
  times: VoiceTimes,
): number {
  return new Voice(target, settings, times).play();
}

/** A voice while it is being played. */
class Voice {
  readonly #block = new Float64Array(BLOCK_LENGTH);
  /** Place in the recording. */
  #position: number;
  #isEnded = false;
  #stepCents = NaN;
  #step = 0;
  #designedCents = NaN;
  #coefficients: BiquadCoefficients | undefined;
  #z1 = 0;
  #z2 = 0;

  constructor(
    private readonly target: StereoTarget,
    private readonly settings: VoiceSettings,
    private readonly times: VoiceTimes,
  ) {
    this.#position = settings.start;
  }

  play(): number {
    const { sampleRate, left } = this.target;
    let gain = this.#gainAt(0);
    let step = this.#stepAt(0);
    let at = 0;
    for (; at < left.length && !this.#isEnded; at += BLOCK_LENGTH) {
      const count = Math.min(BLOCK_LENGTH, left.length - at);
      const seconds = (at + BLOCK_LENGTH) / sampleRate;
      const nextStep = this.#stepAt(seconds);
      const isOut = this.#read(count, step, (nextStep - step) / BLOCK_LENGTH, seconds);
      this.#filter(count, seconds);
      const nextGain = isOut ? 0 : this.#gainAt(seconds);
      this.#mix(at, count, gain, (nextGain - gain) / BLOCK_LENGTH);
      gain = nextGain;
      step = nextStep;
    }
    return Math.min(at, left.length);
  }

  /** Values of the recording per sample of the target. */
  #stepAt(seconds: number): number {
    const { valuesPerSecond, rootPitch, keyTracking, modulation, lfos } = this.settings;
    let cents = 100 * keyTracking * (this.times.pitchAt(seconds) - rootPitch);
    if (modulation.pitchCents !== 0) cents += modulation.pitchCents * this.#modulationAt(seconds);
    for (const lfo of lfos) cents += lfo.pitchCents * wave(lfo, seconds);
    if (cents === this.#stepCents) return this.#step;
    this.#stepCents = cents;
    this.#step = (valuesPerSecond * 2 ** (cents / 1200)) / this.target.sampleRate;
    return this.#step;
  }

  #modulationAt(seconds: number): number {
    const { rise, drop } = levelAt(this.settings.modulation, seconds, this.times.releaseSeconds);
    return Math.max(0, rise * (1 - drop));
  }

  #gainAt(seconds: number): number {
    const { volume, lfos } = this.settings;
    const { rise, drop } = levelAt(volume, seconds, this.times.releaseSeconds);
    if (drop >= INAUDIBLE_DROP) this.#isEnded = true;
    if (this.#isEnded) return 0;
    let db = -FULL_DROP_DB * drop;
    for (const lfo of lfos) db += lfo.volumeDb * wave(lfo, seconds);
    return rise * dbToGain(db) * this.#endFade();
  }

  /** Fades a recording out that isn't looped, before it ends. */
  #endFade(): number {
    const { loop, end, valuesPerSecond } = this.settings;
    if (loop && !(loop.isLeftOnRelease && this.#position > loop.end)) return 1;
    return Math.min(1, (end - this.#position) / (valuesPerSecond * END_FADE_SECONDS));
  }

  /** Fills the block from the recording, which is played on through its loop.
   *  @param slope change of `step` from sample to sample
   *  @returns whether the recording has ended */
  #read(count: number, step: number, slope: number, seconds: number): boolean {
    const { loop, end } = this.settings;
    const isLooping = loop && !(loop.isLeftOnRelease && seconds > this.times.releaseSeconds);
    const turn = isLooping ? loop.end : end;
    let from = 0;
    while (from < count) {
      while (this.#position >= turn) {
        if (!isLooping) return this.#stop(from, count);
        this.#position -= loop.end - loop.start;
      }
      // Without a look at the turn, as far as it can't be reached.
      const fastest = Math.max(step, step + slope * BLOCK_LENGTH);
      const safe = Math.max(
        1,
        Math.min(count - from, Math.floor((turn - this.#position) / fastest)),
      );
      this.#interpolate(from, from + safe, step, slope);
      step += slope * safe;
      from += safe;
    }
    return false;
  }

  /** Hermite's cubic through four values. */
  #interpolate(from: number, to: number, step: number, slope: number): void {
    const { samples } = this.settings;
    const block = this.#block;
    let position = this.#position;
    for (let i = from; i < to; i++) {
      const at = position | 0;
      const x = position - at;
      const y0 = samples[at - 1];
      const y1 = samples[at];
      const y2 = samples[at + 1];
      const y3 = samples[at + 2];
      const c1 = 0.5 * (y2 - y0);
      const c3 = 1.5 * (y1 - y2) + 0.5 * (y3 - y0);
      const c2 = y0 - y1 + c1 - c3;
      block[i] = ((c3 * x + c2) * x + c1) * x + y1;
      position += step;
      step += slope;
    }
    this.#position = position;
  }

  #stop(from: number, count: number): boolean {
    this.#block.fill(0, from, count);
    this.#isEnded = true;
    return true;
  }

  #filter(count: number, seconds: number): void {
    const coefficients = this.#coefficientsAt(seconds);
    if (!coefficients) return;
    const { b0, b1, b2, a1, a2 } = coefficients;
    const block = this.#block;
    let z1 = this.#z1;
    let z2 = this.#z2;
    for (let i = 0; i < count; i++) {
      const x = block[i];
      const y = b0 * x + z1;
      z1 = b1 * x - a1 * y + z2;
      z2 = b2 * x - a2 * y;
      block[i] = y;
    }
    this.#z1 = z1;
    this.#z2 = z2;
  }

  /** The filter, unless it is open; made anew only when it moves. */
  #coefficientsAt(seconds: number): BiquadCoefficients | undefined {
    const { filterCents, filterQDb, modulation, lfos } = this.settings;
    let cents = filterCents;
    if (modulation.filterCents !== 0) cents += modulation.filterCents * this.#modulationAt(seconds);
    for (const lfo of lfos) cents += lfo.filterCents * wave(lfo, seconds);
    if (cents === this.#designedCents) return this.#coefficients;
    this.#designedCents = cents;
    const cutoffHz = Math.max(LOWEST_FILTER_HERTZ, hertzOfCents(cents));
    const isOpen = cutoffHz >= OPEN_FILTER_HERTZ && filterQDb <= OPEN_FILTER_Q_DB;
    this.#coefficients = isOpen ? undefined : filterOf(cutoffHz, filterQDb, this.target.sampleRate);
    return this.#coefficients;
  }

  #mix(at: number, count: number, gain: number, slope: number): void {
    const { left, right } = this.target;
    const { gainLeft, gainRight } = this.settings;
    const block = this.#block;
    for (let i = 0; i < count; i++) {
      const sample = block[i] * gain;
      left[at + i] += sample * gainLeft;
      right[at + i] += sample * gainRight;
      gain += slope;
    }
  }
}

/** A low-pass whose resonance rises by as much as the rest falls, as fonts have it. */
function filterOf(cutoffHz: number, qDb: number, sampleRate: number): BiquadCoefficients {
  const { b0, b1, b2, a1, a2 } = lowPass({ sampleRate, cutoffHz, q: dbToGain(qDb) * Math.SQRT1_2 });
  const gain = dbToGain(-qDb / 2);
  return { b0: gain * b0, b1: gain * b1, b2: gain * b2, a1, a2 };
}

/** The envelope with its release: what is let go falls from where it was. */
function levelAt(times: EnvelopeTimes, seconds: number, releaseSeconds: number) {
  const held = heldLevel(times, Math.min(seconds, releaseSeconds));
  if (seconds <= releaseSeconds) return held;
  const fallen = times.release > 0 ? (seconds - releaseSeconds) / times.release : 1;
  return { rise: held.rise, drop: held.drop + fallen };
}

/** A triangle that begins at 0. */
function wave(
  { hertz, delaySeconds }: { hertz: number; delaySeconds: number },
  seconds: number,
): number {
  if (seconds <= delaySeconds) return 0;
  const phase = ((seconds - delaySeconds) * hertz + 0.25) % 1;
  return 1 - 4 * Math.abs(phase - 0.5);
}
