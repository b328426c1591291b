import { describe, expect, it } from 'vitest';
import { audioData, type AudioData } from '../../src/audio/audio-data.js';
import { dbToGain } from '../../src/dsp/decibels.js';
import { measureLoudness } from '../../src/dsp/loudness.js';
import { seededRandom } from '../../src/dsp/random.js';
import { truePeakDbtp } from '../../src/dsp/true-peak.js';
import { masterAudio } from '../../src/mixing/master.js';
import { firstDifference, noise, sine, stereo } from '../dsp/signals.js';

const settings = { targetLufs: -14, ceilingDbtp: -1 };
const sampleRate = 44100;

/** Something like music: a chord, a bass, and drum hits every half second that stick out. */
function band(seconds: number, gainDb: number): AudioData {
  const random = seededRandom(5);
  const gain = dbToGain(gainDb);
  const sound = (side: number) =>
    Float32Array.from({ length: seconds * sampleRate }, (_, i) => {
      const chord = [220, 277.2, 329.6].reduce(
        (sum, hz) => sum + Math.sin((i * hz * 6.283) / sampleRate + side),
        0,
      );
      const bass = Math.sin((i * 55 * 6.283) / sampleRate);
      const hit = (2 * random() - 1) * Math.exp(-(i % 22050) / 1500);
      return gain * (0.1 * chord + 0.2 * bass + 0.8 * hit);
    });
  return audioData(sampleRate, [sound(0), sound(1)]);
}

function quantised(audio: AudioData, bits: number): AudioData {
  const steps = 2 ** (bits - 1);
  const channels = audio.channels.map((c) => c.map((sample) => Math.round(sample * steps) / steps));
  return { ...audio, channels };
}

describe('mastering', () => {
  it.each([-40, -20, -6, 0, 12])(
    'brings a mix at %d dB to its loudness and under its ceiling',
    async (db) => {
      const { audio, report } = await masterAudio(band(8, db), settings);
      expect(Math.abs(measureLoudness(audio).integratedLufs - -14)).toBeLessThan(0.2);
      expect(report.integratedLufs).toBeCloseTo(measureLoudness(audio).integratedLufs, 2);
      for (const bits of [16, 24]) {
        expect(truePeakDbtp(quantised(audio, bits))).toBeLessThanOrEqual(-1);
      }
      expect(report.truePeakDbtp).toBeLessThanOrEqual(-1);
      expect(report.maxReductionDb).toBeGreaterThan(1);
      expect(report.warnings).toEqual([]);
    },
  );

  it('works for other targets', async () => {
    for (const [targetLufs, ceilingDbtp] of [
      [-23, -1],
      [-16, -2],
      [-11, -0.3],
    ]) {
      const { audio } = await masterAudio(band(5, -10), { targetLufs, ceilingDbtp });
      expect(Math.abs(measureLoudness(audio).integratedLufs - targetLufs)).toBeLessThan(0.2);
      expect(truePeakDbtp(audio)).toBeLessThanOrEqual(ceilingDbtp);
    }
  });

  it('is the input times a gain where the ceiling is not reached', async () => {
    const input = stereo(noise(5 * sampleRate, 0.9), sampleRate);
    const { audio, report } = await masterAudio(input, settings);
    const gain = dbToGain(report.gainDb);
    const expected = input.channels[0].map((sample) => sample * gain);
    expect(firstDifference(audio.channels[0], expected)).toBe(-1);
    expect(report.maxReductionDb).toBeCloseTo(0, 10);
  });

  it('leaves silence as it is, and says so', async () => {
    const silence = stereo(new Float32Array(sampleRate), sampleRate);
    const { audio, report } = await masterAudio(silence, settings);
    expect(firstDifference(audio.channels[0], silence.channels[0])).toBe(-1);
    expect(report).toMatchObject({
      integratedLufs: -70,
      truePeakDbtp: -150,
      gainDb: 0,
      maxReductionDb: 0,
    });
    expect(report.warnings).toEqual([expect.stringContaining('silent')]);
  });

  it.each<[string, Float32Array]>([
    ['nothing', new Float32Array(0)],
    ['one sample', Float32Array.of(1)],
    ['a tenth of a second', sine({ seconds: 0.1, db: -3, sampleRate })],
    ['direct current', new Float32Array(sampleRate).fill(0.9)],
    ['denormal numbers', new Float32Array(sampleRate).fill(1e-40)],
    ['a full-scale square', new Float32Array(sampleRate).map((_, i) => (i % 100 < 50 ? 1 : -1))],
    ['values far beyond full scale', noise(sampleRate, 1000)],
    ['one click', new Float32Array(sampleRate).fill(0.9, 20000, 20001)],
    ['a whisper', noise(sampleRate, 1e-4)],
  ])('gives finite numbers under the ceiling for %s', async (_, samples) => {
    const { audio, report } = await masterAudio(stereo(samples, sampleRate), settings);
    expect(audio.length).toBe(samples.length);
    expect(audio.channels.every((channel) => channel.every(Number.isFinite))).toBe(true);
    expect(truePeakDbtp(audio)).toBeLessThanOrEqual(-1);
    for (const value of Object.values(report)) {
      if (typeof value === 'number') expect(Number.isFinite(value)).toBe(true);
    }
  });

  it('takes a tenth of a second to the target as well', async () => {
    const { report } = await masterAudio(
      stereo(sine({ seconds: 0.1, db: -20, sampleRate }), sampleRate),
      settings,
    );
    expect(report.integratedLufs).toBeCloseTo(-14, 1);
  });

  it('stops short of the target where only flattening would reach it, and says so', async () => {
    const clicks = new Float32Array(5 * sampleRate).map((_, i) => (i % 11025 === 0 ? 0.9 : 0));
    const { audio, report } = await masterAudio(stereo(clicks, sampleRate), settings);
    expect(report.integratedLufs).toBeLessThan(-14.5);
    expect(report.warnings).toEqual([expect.stringContaining('instead of -14')]);
    expect(truePeakDbtp(audio)).toBeLessThanOrEqual(-1);
  });

  it('masters mono and other sample rates', async () => {
    for (const rate of [22050, 48000, 96000]) {
      const { audio } = await masterAudio(audioData(rate, [noise(3 * rate, 0.05)]), settings);
      expect(audio).toMatchObject({ sampleRate: rate, length: 3 * rate });
      expect(measureLoudness(audio).integratedLufs).toBeCloseTo(-14, 0);
    }
  });

  it('gives the same bits every time, leaves its input alone, and reports progress that never falls', async () => {
    const input = band(3, 0);
    const copy = input.channels[0].slice();
    const fractions: number[] = [];
    const first = await masterAudio(input, settings, { onProgress: (f) => fractions.push(f) });
    const second = await masterAudio(input, settings);
    expect(firstDifference(first.audio.channels[1], second.audio.channels[1])).toBe(-1);
    expect(firstDifference(input.channels[0], copy)).toBe(-1);
    expect(fractions).toEqual([...fractions].sort((a, b) => a - b));
    expect(fractions.at(-1)).toBe(1);
  });

  it('stops when cancelled', async () => {
    const signal = AbortSignal.abort();
    await expect(masterAudio(band(1, 0), settings, { signal })).rejects.toThrow('cancelled');
  });
});
