import type { AudioData } from '../audio/audio-data.js';
import { gainToDb } from './decibels.js';
import { Oversampler } from './oversampler.js';

/** ITU-R BS.1770-4, annex 2: four times at 44.1 and 48 kHz; less where the rate itself is high. */
const OVERSAMPLED_RATE = 4 * 44100;
/** Stretches of this many samples are either oversampled or skipped. */
const BLOCK_LENGTH = 64;
/** As many blocks are oversampled in one go. */
const LONGEST_RUN = 64;

/** The true peak of `audio` in dBTP (ITU-R BS.1770-4, annex 2), that is, of the waveform between the
 *  samples too. Silence reads −150. */
export function truePeakDbtp(audio: AudioData): number {
  return gainToDb(truePeak(audio, 0, audio.length));
}

/** The true peak, linear, around samples `from`…`to` − 1, or `floor` if that is larger. */
export function truePeak(audio: AudioData, from: number, to: number, floor = 0): number {
  const scanner = new PeakScanner(audio.sampleRate);
  const loudest = Math.max(floor, samplePeak(audio, from, to));
  let peak = loudest;
  for (const channel of audio.channels) {
    scanner.scan(channel, { from, to, floor: loudest }, (_, value) => {
      if (value > peak) peak = value;
    });
  }
  return peak;
}

/** The largest absolute sample of `from`…`to` − 1 in any channel, linear. */
export function samplePeak(audio: AudioData, from = 0, to = audio.length): number {
  return Math.max(...audio.channels.map((channel) => largestSample(channel, from, to)));
}

function largestSample(samples: Float32Array, from: number, to: number): number {
  let peak = 0;
  for (let i = Math.max(0, from); i < to; i++) {
    const size = Math.abs(samples[i]);
    if (size > peak) peak = size;
  }
  return peak;
}

interface ScanRange {
  from: number;
  to: number;
  /** Peaks below this don't matter, linear. */
  floor: number;
}

/** Finds the peaks of the waveform between the samples. Stretches that are too quiet to reach the
 *  floor are skipped, which is most of any music. */
export class PeakScanner {
  readonly #oversampler: Oversampler;
  readonly #overshoot: number;

  constructor(sampleRate: number) {
    const doublings = Math.ceil(Math.log2(OVERSAMPLED_RATE / sampleRate));
    this.#oversampler = new Oversampler(2 ** Math.min(4, Math.max(0, doublings)));
    this.#overshoot = this.#oversampler.overshoot;
  }

  /** Calls `visit` with the largest absolute value within half a sample of sample `index`, for every
   *  sample where that may exceed `floor`. */
  scan(
    samples: Float32Array,
    { from, to, floor }: ScanRange,
    visit: (index: number, peak: number) => void,
  ): void {
    const isHot = (start: number) =>
      largestSample(
        samples,
        start - BLOCK_LENGTH,
        Math.min(samples.length, start + 2 * BLOCK_LENGTH),
      ) *
        this.#overshoot >
      floor;
    for (let start = from; start < to;) {
      let end = start;
      while (end < to && end - start < LONGEST_RUN * BLOCK_LENGTH && isHot(end))
        end += BLOCK_LENGTH;
      if (end > start) this.#visitRun(samples, start, Math.min(end, to), visit);
      else end += BLOCK_LENGTH;
      start = end;
    }
  }

  #visitRun(
    samples: Float32Array,
    from: number,
    to: number,
    visit: (index: number, peak: number) => void,
  ): void {
    const { factor } = this.#oversampler;
    const points = this.#oversampler.process(samples, from, to);
    const half = factor / 2;
    for (let i = from; i < to; i++) {
      const middle = (i - from + 1) * factor;
      let peak = 0;
      for (let p = Math.ceil(middle - half); p <= middle + half; p++) {
        const size = crest(points[p - 1], points[p], points[p + 1]);
        if (size > peak) peak = size;
      }
      visit(i, peak);
    }
  }
}

/** The size of the peak near the middle one of three points: that of the parabola through them where
 *  the middle one is the largest, which recovers what lies between oversampled points (at four times,
 *  a sine at Nyquist would read up to 0.69 dB low; so it is within 0.08 dB). */
function crest(before: number, middle: number, after: number): number {
  if (middle < 0) return crest(-before, -middle, -after);
  if (before > middle || after > middle) return middle;
  const slope = after - before;
  const bend = 2 * middle - before - after;
  return bend > 0 ? middle + (slope * slope) / (8 * bend) : middle;
}
