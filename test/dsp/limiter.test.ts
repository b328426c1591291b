import { describe, expect, it } from 'vitest';
import { audioData } from '../../src/audio/audio-data.js';
import { gainToDb } from '../../src/dsp/decibels.js';
import { limitTruePeaks } from '../../src/dsp/limiter.js';
import { Oversampler } from '../../src/dsp/oversampler.js';
import { seededRandom } from '../../src/dsp/random.js';
import { truePeakDbtp } from '../../src/dsp/true-peak.js';
import { amplitudeAt, firstDifference, mono, noise, sine } from './signals.js';

const sampleRate = 44100;
const LENGTH = 2 * sampleRate;
const CEILING = -1;
/** What the limiter may exceed its ceiling by, dB. */
const TOLERANCE = 0.05;

function signal(at: (i: number) => number): Float32Array {
  return Float32Array.from({ length: LENGTH }, (_, i) => at(i));
}

function square(hz: number): Float32Array {
  return signal((i) => 1.5 * Math.sign(Math.sin((2 * Math.PI * hz * i) / sampleRate) || 1));
}

const random = seededRandom(7);

/** ±1 in turn, but for some samples that are as the one before. */
function flips(share: number): Float32Array {
  let sign = 1;
  return signal(() => {
    if (random() > share) sign = -sign;
    return sign;
  });
}

const adversaries: [name: string, samples: Float32Array][] = [
  ['full-scale noise, doubled', noise(LENGTH, 2)],
  ['random signs', signal(() => (random() < 0.5 ? -1 : 1))],
  ['bursts of noise', signal((i) => (i % 9000 < 300 ? 4 : 0.05) * (2 * random() - 1))],
  ['peaks between samples', sine({ seconds: 2, db: 3, hz: 11025, phase: Math.PI / 4, sampleRate })],
  ['a sine near Nyquist', sine({ seconds: 2, db: 6, hz: 20776, sampleRate })],
  ['a low square wave', square(100.3)],
  ['a high square wave', square(5000.7)],
  ['pairs of impulses', signal((i) => (i % 1000 < 2 ? 3 : 0))],
  ['rare giant impulses', signal((i) => (i % 20011 === 0 ? 20 : 0))],
  ['bursts of a tone', signal((i) => (i % 9000 < 2000 ? 3 : 0.05) * Math.sin(i * 0.142))],
  ['a step', signal((i) => (i < LENGTH / 2 ? 0 : 2))],
];

/** The true peak by sixteen-fold oversampling, sharp and soft, in dBTP. */
function peakOf(samples: Float32Array, softness: number): number {
  const oversampler = new Oversampler(16);
  let peak = 0;
  for (let from = 0; from < samples.length; from += oversampler.hopLength) {
    oversampler.load(samples, from);
    for (const point of oversampler.points(softness)) peak = Math.max(peak, Math.abs(point));
  }
  oversampler.free();
  return gainToDb(peak);
}

describe('the limiter', () => {
  it.each(adversaries)('never exceeds its ceiling between samples: %s', (_, samples) => {
    const { audio } = limitTruePeaks(mono(samples, sampleRate), CEILING);
    for (const softness of [0, 0.01, 0.05, 0.2]) {
      expect(peakOf(audio.channels[0], softness)).toBeLessThan(CEILING + TOLERANCE);
    }
  });

  it.each([
    ['now and then', signal((i) => (-1) ** (i + Math.floor(i / 997)))],
    ['at random', flips(0.01)],
  ])(
    'holds alternation at Nyquist that flips %s, whose peaks come from far around',
    (_, samples) => {
      const { audio } = limitTruePeaks(mono(samples, sampleRate), CEILING);
      // Of the ideal low-pass: softer ones have nothing left at Nyquist.
      expect(peakOf(audio.channels[0], 0)).toBeLessThan(CEILING + TOLERANCE);
    },
  );

  it.each(adversaries.slice(0, 4))('uses the room below its ceiling: %s', (_, samples) => {
    const { audio } = limitTruePeaks(mono(samples, sampleRate), CEILING);
    expect(truePeakDbtp(audio)).toBeGreaterThan(CEILING - 0.3);
  });

  it('passes what is below the ceiling bit by bit', () => {
    const input = audioData(sampleRate, [noise(LENGTH, 0.3), noise(LENGTH, 0.3, 2)]);
    const { audio, maxReductionDb } = limitTruePeaks(input, CEILING);
    input.channels.forEach((channel, c) => {
      expect(firstDifference(audio.channels[c], channel)).toBe(-1);
    });
    expect(maxReductionDb).toBeCloseTo(0, 10);
  });

  it('passes what is far from a peak bit by bit, in time', () => {
    const samples = noise(LENGTH, 0.3);
    samples[10000] = 2;
    const { audio } = limitTruePeaks(mono(samples, sampleRate), CEILING);
    const [output] = audio.channels;
    const same = (from: number, to: number) =>
      firstDifference(output.subarray(from, to), samples.subarray(from, to)) === -1;
    expect(same(0, 9700)).toBe(true); // until 7 ms before
    expect(same(LENGTH - sampleRate / 4, LENGTH)).toBe(true); // once the release is over
    expect(output[10000]).toBeGreaterThan(0.6);
  });

  it('turns all channels down alike', () => {
    const loud = noise(LENGTH, 2);
    const soft = noise(LENGTH, 0.1, 2);
    const { audio } = limitTruePeaks(audioData(sampleRate, [loud, soft]), CEILING);
    for (let i = 5; i < LENGTH; i += 997) {
      expect(audio.channels[1][i] / soft[i]).toBeCloseTo(audio.channels[0][i] / loud[i], 5);
    }
  });

  it.each([30, 55, 110, 1000])(
    'leaves a steady tone of %d Hz clean, 6 dB over the ceiling',
    (hz) => {
      const { audio } = limitTruePeaks(
        mono(sine({ seconds: 2, db: 5, hz, sampleRate }), sampleRate),
        CEILING,
      );
      const range = { from: sampleRate / 2, to: (3 * sampleRate) / 2, sampleRate };
      const [output] = audio.channels;
      const fundamental = amplitudeAt(output, hz, range);
      expect(gainToDb(fundamental)).toBeGreaterThan(CEILING - 0.2);
      for (const harmonic of [2, 3, 4, 5]) {
        const distortion = amplitudeAt(output, harmonic * hz, range) / fundamental;
        expect(distortion).toBeLessThan(1e-4); // 0.01 %
      }
    },
  );

  it.each([0, 1, 2, 300])('handles %d samples', (length) => {
    const { audio } = limitTruePeaks(mono(new Float32Array(length).fill(3), sampleRate), CEILING);
    expect(audio.channels[0]).toHaveLength(length);
    expect(audio.channels[0].every((sample) => Math.abs(sample) < 0.9)).toBe(true);
  });
});
