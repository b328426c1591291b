import { describe, expect, it } from 'vitest';
import { stretchTime } from '../../src/dsp/phase-vocoder.js';

const SAMPLE_RATE = 44100;

function stretch(channels: Float32Array[], ratio: number): Float32Array[] {
  const steps = stretchTime(channels, ratio);
  let step = steps.next();
  while (!step.done) step = steps.next();
  return step.value;
}

function sine(hz: number, seconds: number, gain = 0.5): Float32Array {
  const samples = new Float32Array(Math.round(seconds * SAMPLE_RATE));
  return samples.map((_, i) => gain * Math.sin((2 * Math.PI * hz * i) / SAMPLE_RATE));
}

/** Amplitude of the partial at `hz` in the middle second, by correlation under a Hann window. */
function amplitudeAt(samples: Float32Array, hz: number): number {
  const from = Math.round(samples.length / 2 - SAMPLE_RATE / 2);
  let re = 0;
  let im = 0;
  for (let i = 0; i < SAMPLE_RATE; i++) {
    const window = 1 - Math.cos((2 * Math.PI * i) / SAMPLE_RATE);
    const phase = (2 * Math.PI * hz * (from + i)) / SAMPLE_RATE;
    re += window * samples[from + i] * Math.cos(phase);
    im += window * samples[from + i] * Math.sin(phase);
  }
  return (2 * Math.hypot(re, im)) / SAMPLE_RATE;
}

describe('stretching time', () => {
  it('by 1 changes nothing', () => {
    const input = sine(440, 2);
    const [output] = stretch([input], 1);
    const error = output.reduce((most, x, i) => Math.max(most, Math.abs(x - input[i])), 0);
    // Every turn is by a zero angle, up to float32 rounding.
    expect(error).toBeLessThan(1e-3);
  });

  it.each([0.7, 0.89, 1.26, 1.6])('by %f keeps pitch and level, and gives the length', (ratio) => {
    const [output] = stretch([sine(523.25, 4)], ratio);
    expect(output.length).toBe(Math.round(4 * SAMPLE_RATE * ratio));
    // Within half a decibel; a semitone away there is nothing (−40 dB).
    expect(Math.abs(20 * Math.log10(amplitudeAt(output, 523.25) / 0.5))).toBeLessThan(0.5);
    expect(amplitudeAt(output, 554.37)).toBeLessThan(0.005);
  });

  it('keeps a sound where it stands between left and right', () => {
    const sound = sine(330, 3).map((x, i) => x + 0.2 * Math.sin(0.21 * i));
    const [left, right] = stretch([sound.map((x) => x * 0.9), sound.map((x) => x * 0.3)], 1.19);
    const worst = left.reduce((most, x, i) => Math.max(most, Math.abs(x / 3 - right[i])), 0);
    expect(worst).toBeLessThan(1e-4);
  });

  it('keeps silence', () => {
    const [output] = stretch([new Float32Array(30000)], 1.3);
    expect(output.every((x) => x === 0)).toBe(true);
  });
});
