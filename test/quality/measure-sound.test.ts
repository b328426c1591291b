import { describe, expect, it } from 'vitest';
import { audioData, cutAudio, type AudioData } from '../../src/audio/audio-data.js';
import { streamOf, type AudioStream } from '../../src/audio/audio-stream.js';
import { measureLoudness } from '../../src/dsp/loudness.js';
import { truePeakDbtp } from '../../src/dsp/true-peak.js';
import { measureSound } from '../../src/quality/measure-sound.js';
import { mono, noise, sine, stereo } from '../dsp/signals.js';

const RATE = 48_000;

describe('the measures of a sound', () => {
  it('are the same whatever its blocks', async () => {
    const sound = audioData(RATE, [noise(150_001, 0.7, 1), noise(150_001, 0.3, 2)]);
    const whole = await measureSound(streamOf(sound));
    const pieces = await measureSound(inBlocks(sound, [1, 700, 5000, 48_001, 130_000]));
    expect(pieces.loudness.integratedLufs).toBeCloseTo(measureLoudness(sound).integratedLufs, 9);
    // The oversampler's blocks begin elsewhere: its interpolating sinc is cut at −58 dB of noise that
    // reaches Nyquist, in several places.
    for (const { truePeakDbtp: peak } of [whole, pieces]) {
      expect(Math.abs(peak - truePeakDbtp(sound))).toBeLessThan(0.05);
    }
    expect(pieces.peaks).toEqual(whole.peaks);
    for (const key of ['crestDb', 'dcDb', 'monoLossLu'] as const) {
      expect(pieces[key]).toBeCloseTo(whole[key], 9);
    }
    expect(pieces.stereo.correlation).toBeCloseTo(whole.stereo.correlation, 12);
    expect([...pieces.spectrum]).toEqual([...whole.spectrum]);
    expect(pieces.clipping).toEqual(whole.clipping);
  });

  it('know a sine: its crest is 3.01 dB, its energy in one band', async () => {
    const { crestDb, spectrum, durationSeconds } = await measureSound(
      streamOf(stereo(sine({ seconds: 3, db: -10 }))),
    );
    expect(durationSeconds).toBe(3);
    expect(crestDb).toBeCloseTo(3.01, 2);
    expect(10 * Math.log10(spectrum[16])).toBeCloseTo(-13.01, 1); // 1 kHz
    expect(spectrum.reduce((sum, power) => sum + power, 0)).toBeCloseTo(spectrum[16], 4);
  });

  it('tell mono, wide and cancelling sides apart', async () => {
    const [a, b] = [noise(4 * RATE, 0.5, 1), noise(4 * RATE, 0.5, 2)];
    const of = async (left: Float32Array, right: Float32Array) => {
      const { stereo, monoLossLu } = await measureSound(streamOf(audioData(RATE, [left, right])));
      return { correlation: stereo.correlation, monoLossLu };
    };
    expect(await of(a, a)).toEqual({ correlation: 1, monoLossLu: 0 });
    const wide = await of(a, b);
    expect(wide.correlation).toBeCloseTo(0, 1);
    expect(wide.monoLossLu).toBeCloseTo(3.01, 1);
    const inverted = a.map((sample) => -0.5 * sample);
    const cancelling = await of(a, inverted);
    expect(cancelling.correlation).toBeCloseTo(-1, 6);
    // What is left in the middle is a quarter of the left, on both sides.
    expect(cancelling.monoLossLu).toBeCloseTo(10 * Math.log10(1.25 / (2 * 0.25 ** 2)), 6);
  });

  it('find DC, however loud the music over it', async () => {
    const shifted = noise(2 * RATE, 0.5).map((sample) => sample + 0.01);
    const { dcDb } = await measureSound(streamOf(mono(shifted)));
    const mean = shifted.reduce((sum, sample) => sum + sample, 0) / shifted.length;
    expect(dcDb).toBeCloseTo(20 * Math.log10(mean), 6);
    expect(dcDb).toBeGreaterThan(-43);
  });

  it('count runs of clipped samples, at full scale or turned down since; a soft crest is none', async () => {
    const clipped = (peak: number) =>
      sine({ seconds: 1, db: 3, hz: 100 }).map(
        (sample) => peak * Math.max(-1, Math.min(1, sample)),
      );
    for (const peak of [1, 0.5]) {
      const { clipping } = await measureSound(streamOf(mono(clipped(peak))));
      expect(clipping.runs).toBe(200);
      // |sin| exceeds 1/√2 for half of the time.
      expect(clipping.samples / RATE).toBeCloseTo(0.5, 2);
      expect(clipping.longest).toBeGreaterThan(115);
      expect(clipping.places[0] / RATE).toBeCloseTo(1 / 800, 4);
    }
    const low = sine({ seconds: 2, db: -1, hz: 30 }).map((s) => Math.round(s * 32768) / 32768);
    expect((await measureSound(streamOf(mono(low)))).clipping.runs).toBe(0);
    expect((await measureSound(streamOf(mono(noise(RATE, 0.9))))).clipping.runs).toBe(0);
  });

  it('of silence are finite numbers', async () => {
    const { goniometer, loudness, spectrum, clipping, stereo, ...numbers } = await measureSound(
      streamOf(stereoSilence()),
    );
    for (const value of Object.values(numbers).flat()) expect(Number.isFinite(value)).toBe(true);
    expect(loudness.integratedLufs).toBe(-70);
    expect([clipping.runs, stereo.correlation]).toEqual([0, 1]);
    expect(goniometer.every((count) => count === 0)).toBe(true);
    expect(spectrum.every((power) => power === 0)).toBe(true);
  });
});

function stereoSilence(): AudioData {
  return stereo(new Float32Array(RATE));
}

function inBlocks(audio: AudioData, ends: readonly number[]): AudioStream {
  const stream = streamOf(audio);
  const borders = [0, ...ends, audio.length];
  return {
    ...stream,
    // eslint-disable-next-line @typescript-eslint/require-await -- a stream
    async *blocks() {
      for (let n = 1; n < borders.length; n++) yield cutAudio(audio, borders[n - 1], borders[n]);
    },
  };
}
