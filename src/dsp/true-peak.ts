import { audioData, type AudioData } from '../audio/audio-data.js';
import { gainToDb } from './decibels.js';
import { Oversampler, OVERSAMPLER_CONTEXT } from './oversampler.js';

/** ITU-R BS.1770-4, annex 2: four times at 44.1 and 48 kHz; less where the rate itself is high. */
const OVERSAMPLED_RATE = 4 * 44100;
const MOST_DOUBLINGS = 4;
/** Points below this share of the floor are far from it: a peak between points exceeds them by 8 % at
 *  most, and what other low-passes make of a block exceeds it by less than a third. */
const NEAR = 0.7;

/** The true peak of `audio` in dBTP (ITU-R BS.1770-4, annex 2), that is, of the waveform between the
 *  samples too. Silence reads −150. */
export function truePeakDbtp(audio: AudioData): number {
  return gainToDb(truePeak(audio, { from: 0, to: audio.length, floor: 0 }));
}

/** The true peak of sound that comes in blocks, all of the same number of channels. */
export class TruePeakMeter {
  #peak = 0;
  /** What was added last, and before that what it needs as context. */
  #kept: AudioData | undefined;
  /** The first sample of `#kept` that hasn't been looked at. */
  #from = 0;

  add(block: AudioData): void {
    const audio = this.#kept ? joined(this.#kept, block) : block;
    const to = Math.max(this.#from, audio.length - OVERSAMPLER_CONTEXT);
    this.#look(audio, to);
    const begin = Math.max(0, to - OVERSAMPLER_CONTEXT);
    this.#kept = sliced(audio, begin);
    this.#from = to - begin;
  }

  /** The true peak of all that was added, linear; the sound ends here. */
  finish(): number {
    if (this.#kept) this.#look(this.#kept, this.#kept.length);
    this.#kept = undefined;
    return this.#peak;
  }

  #look(audio: AudioData, to: number): void {
    this.#peak = truePeak(audio, { from: this.#from, to, floor: this.#peak });
  }
}

function joined(before: AudioData, after: AudioData): AudioData {
  const channels = before.channels.map((channel, c) => {
    const both = new Float32Array(before.length + after.length);
    both.set(channel);
    both.set(after.channels[c], before.length);
    return both;
  });
  return audioData(after.sampleRate, channels);
}

function sliced({ sampleRate, channels }: AudioData, from: number): AudioData {
  return audioData(
    sampleRate,
    channels.map((channel) => channel.slice(from)),
  );
}

/** The true peak, linear, around samples `from`…`to` − 1, or `floor` where that is larger. */
export function truePeak(audio: AudioData, { from, to, floor }: PeakRange): number {
  let peak = Math.max(floor, samplePeak(audio, from, to));
  if (peak === 0) return 0;
  scanPeaks(audio, { from, to, floor: peak }, (_, size) => {
    if (size > peak) peak = size;
  });
  return peak;
}

/** The largest absolute sample of `from`…`to` − 1 in any channel, linear. */
export function samplePeak(audio: AudioData, from = 0, to = audio.length): number {
  let peak = 0;
  for (const channel of audio.channels) {
    for (let i = from; i < to; i++) {
      const size = Math.abs(channel[i]);
      if (size > peak) peak = size;
    }
  }
  return peak;
}

/** Where peaks are looked for, samples `from`…`to` − 1, and which matter. */
export interface PeakRange {
  from: number;
  to: number;
  /** What isn't above this doesn't matter, linear. */
  floor: number;
  /** How soft the interpolating low-passes are that are tried (see `Oversampler`); the ideal one alone
   *  when absent. */
  softnesses?: readonly number[];
}

type Visit = (index: number, size: number) => void;

/** Calls `visit` for every point of the oversampled waveform that is larger than `floor`, with the
 *  nearest sample of `from`…`to` − 1 and the absolute value there. The waveform goes on for a moment
 *  before the first sample and after the last: that counts as theirs. */
export function scanPeaks(audio: AudioData, range: PeakRange, visit: Visit): void {
  const doublings = Math.ceil(Math.log2(OVERSAMPLED_RATE / audio.sampleRate));
  const oversampler = new Oversampler(2 ** Math.min(MOST_DOUBLINGS, Math.max(0, doublings)));
  for (const channel of audio.channels) {
    for (let from = range.from; from < range.to; from += oversampler.hopLength) {
      const to = Math.min(range.to, from + oversampler.hopLength);
      oversampler.load(channel, from);
      scanBlock(oversampler, { ...range, from, to }, visit);
    }
  }
  oversampler.free();
}

/** Tries one low-pass after the other, until the block proves too quiet to matter. */
function scanBlock(
  oversampler: Oversampler,
  { from, to, floor, softnesses = [0] }: PeakRange,
  visit: Visit,
): void {
  const { factor } = oversampler;
  const lastPoint = (to - from + 2) * factor - 1;
  const sampleAt = (p: number) =>
    Math.min(to - 1, Math.max(from, from - 1 + Math.round(p / factor)));
  for (const softness of softnesses) {
    const points = oversampler.points(softness);
    const range = { from: 1, to: lastPoint - 1, floor };
    const cameNear = scanPoints(points, range, (p, size) => visit(sampleAt(p), size));
    if (!cameNear) return;
  }
}

/** Visits the points above the floor; tells whether any came near it. */
function scanPoints(points: Float32Array, { from, to, floor }: PeakRange, visit: Visit): boolean {
  const near = floor * NEAR;
  const first = nextBeyond(points, { from, to, near });
  for (let p = first; p <= to; p = nextBeyond(points, { from: p + 1, to, near })) {
    const size = crest(points[p - 1], points[p], points[p + 1]);
    if (size > floor) visit(p, size);
  }
  return first <= to;
}

/** The next point at or beyond ±`near`, or to + 1: the loop that sees every point, kept small. */
function nextBeyond(
  points: Float32Array,
  { from, to, near }: { from: number; to: number; near: number },
): number {
  let p = from;
  while (p <= to && points[p] < near && points[p] > -near) p++;
  return p;
}

/** The absolute height of the curve near the middle one of three points: the peak of the parabola
 *  through them if the middle one is the largest (at four times, a sine at Nyquist could read 0.69 dB
 *  low; so it is within 0.08 dB). */
function crest(before: number, middle: number, after: number): number {
  if (middle < 0) return crest(-before, -middle, -after);
  const bend = 2 * middle - before - after;
  if (before > middle || after > middle || bend <= 0) return middle;
  return middle + (after - before) ** 2 / (8 * bend);
}
