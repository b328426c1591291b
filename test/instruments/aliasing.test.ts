import { describe, expect, it } from 'vitest';
import { RealFft } from '../../src/dsp/fft.js';
import { amplify } from '../../src/instruments/strings/amplifier.js';
import type { Patch } from '../../src/instruments/synth/patch.js';
import { playSynthNote } from '../../src/instruments/synth/synth-voice.js';
import { WaveTables, type WaveShape } from '../../src/instruments/synth/wavetable.js';
import { PATCHES } from '../../src/instruments/synth/patches.js';

const SAMPLE_RATE = 48_000;
const LENGTH = 32_768;

/** Energy of what isn't a multiple of `hertz`, in dB of everything. */
function otherEnergyDb(samples: Float32Array, hertz: number): number {
  const fft = new RealFft(LENGTH);
  const [re, im] = [new Float32Array(fft.bins), new Float32Array(fft.bins)];
  // Blackman–Harris: side lobes below −92 dB, eight bins wide.
  const windowed = samples.map((x, i) => {
    const t = (2 * Math.PI * i) / LENGTH;
    return (
      x * (0.35875 - 0.48829 * Math.cos(t) + 0.14128 * Math.cos(2 * t) - 0.01168 * Math.cos(3 * t))
    );
  });
  fft.forward(windowed, re, im);
  fft.free();
  let [all, other] = [0, 0];
  for (let bin = 5; bin < re.length; bin++) {
    const energy = re[bin] ** 2 + im[bin] ** 2;
    const multiple = ((bin * SAMPLE_RATE) / LENGTH / hertz) % 1;
    const distance = (Math.min(multiple, 1 - multiple) * hertz * LENGTH) / SAMPLE_RATE;
    all += energy;
    if (distance > 6) other += energy;
  }
  return 10 * Math.log10(other / all);
}

function steady(patch: Patch, pitch: number): Float32Array {
  const long = [0, 1].map(() => new Float32Array(LENGTH + 20_000)) as [Float32Array, Float32Array];
  const note = { pitch, velocity: 0.8, startSeconds: 0, endSeconds: 2 };
  playSynthNote(long, note, { patch, sampleRate: SAMPLE_RATE, tables: new WaveTables(), seed: 1 });
  return long[0].slice(20_000, 20_000 + LENGTH);
}

describe('a synthesiser', () => {
  const shapes: WaveShape[] = ['saw', 'square', 'triangle', 'sine'];
  it.each(
    shapes.flatMap((shape) =>
      [31.3, 45.7, 69.2, 93.4, 103].map((pitch) => [shape, pitch] as const),
    ),
  )('plays no frequency that is no overtone, 60 dB below the sound: %s at %d', (shape, pitch) => {
    const patch: Patch = {
      oscillators: [{ shape, level: 0.5 }],
      amplitude: { attack: 0.001, decay: 1, sustain: 1, release: 0.1 },
      gainDb: 0,
    };
    expect(otherEnergyDb(steady(patch, pitch), 440 * 2 ** ((pitch - 69) / 12))).toBeLessThan(-60);
  });

  it.each([60.3, 84.6, 96.1])('nor does FM at %d', (pitch) => {
    const patch = {
      ...PATCHES['fm-piano'],
      fm: PATCHES['fm-piano'].fm.map((pair) => ({
        ...pair,
        decaySeconds: 1e3,
        indexDecaySeconds: 1e3,
      })),
    };
    expect(otherEnergyDb(steady(patch, pitch), 440 * 2 ** ((pitch - 69) / 12))).toBeLessThan(-60);
  });
});

describe('an amplifier', () => {
  it.each([110, 987.8, 2637])('distorts %d Hz without folding overtones back', (hertz) => {
    const settings = { driveDb: 34, tightHertz: 190, outputDb: 0, speakerHertz: 4800 };
    const samples = Float32Array.from(
      { length: LENGTH + 20_000 },
      (_, i) => 0.3 * Math.sin((2 * Math.PI * hertz * i) / SAMPLE_RATE),
    );
    amplify(samples, SAMPLE_RATE, settings);
    expect(otherEnergyDb(samples.slice(20_000 - 9, 20_000 - 9 + LENGTH), hertz)).toBeLessThan(-60);
  });
});
