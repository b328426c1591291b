import { describe, expect, it } from 'vitest';
import { audioData } from '../../src/audio/audio-data.js';
import { resample } from '../../src/audio/resample.js';
import { seededNormal } from '../../src/dsp/random.js';
import { sine, snrDb } from './signals.js';

/** The filter's reach at the coarsest rate: edges know nothing of what lies beyond them. */
const EDGE = 1500;

function resampled(samples: Float32Array, from: number, to: number): Float32Array {
  return resample(audioData(from, [samples]), to).channels[0];
}

describe('resample', () => {
  it.each([
    [44100, 48000],
    [48000, 44100],
    [96000, 44100],
    [8000, 44100],
    [44100, 22050],
    [384000, 48000],
    [44101, 44100],
  ])('keeps sines up to 0.45 of the lower rate at 100 dB, from %i to %i Hz', (from, to) => {
    for (const frequencyHz of [50, 997, 0.45 * Math.min(from, to)]) {
      const input = sine(frequencyHz, { sampleRate: from, length: Math.round(from * 0.4) });
      const output = resampled(input, from, to);
      const expected = sine(frequencyHz, { sampleRate: to, length: output.length });
      const snr = snrDb(expected, output, [EDGE, output.length - EDGE]);
      expect(snr, `${frequencyHz} Hz`).toBeGreaterThan(100);
    }
  });

  it('gives noise back at 100 dB after a round trip, where both rates can hold it', () => {
    const normal = seededNormal(3);
    const white = Float32Array.from({ length: 24000 }, () => 0.1 * normal());
    // Noise that was at 32 kHz before has nothing above 16 kHz.
    const noise = resampled(white, 32000, 44100);
    const back = resampled(resampled(noise, 44100, 48000), 48000, 44100);
    expect(snrDb(noise, back, [EDGE, noise.length - EDGE])).toBeGreaterThan(100);
  });

  it('lets no tone above the new Nyquist frequency through', () => {
    const tone = sine(30000, { sampleRate: 96000, length: 48000 });
    const output = resampled(tone, 96000, 44100).subarray(EDGE, -EDGE);
    expect(Math.max(...output.map(Math.abs))).toBeLessThan(0.5e-5); // −100 dB of 0.5
  });

  it('returns round(length · out / in) samples, however odd', () => {
    for (const [from, to, length] of [
      [44100, 48000, 44101],
      [48000, 44100, 1],
      [96000, 44100, 12345],
      [11025, 48000, 7],
      [384000, 44100, 99999],
    ]) {
      const output = resample(audioData(from, [new Float32Array(length)]), to);
      expect(output.length).toBe(Math.round((length * to) / from));
    }
  });

  it('delays nothing: an impulse stays in its place', () => {
    const impulse = new Float32Array(4410);
    impulse[2205] = 1;
    const output = resampled(impulse, 44100, 48000);
    expect(output.indexOf(Math.max(...output))).toBe(2400);
  });

  it('keeps a constant', () => {
    const output = resampled(new Float32Array(20000).fill(0.25), 48000, 44100);
    const middle = output.subarray(EDGE, -EDGE);
    expect(Math.max(...middle.map((x) => Math.abs(x - 0.25)))).toBeLessThan(1e-6);
  });

  it('hands audio of the right rate back as it is', () => {
    const audio = audioData(44100, [new Float32Array(10)]);
    expect(resample(audio, 44100)).toBe(audio);
  });
});
