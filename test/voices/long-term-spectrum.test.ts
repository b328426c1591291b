import { describe, expect, it } from 'vitest';
import { seededNormal } from '../../src/dsp/random.js';
import {
  longTermSpectrum,
  matchSpectrum,
  spectrumGrid,
} from '../../src/voices/dsp/long-term-spectrum.js';

const sampleRate = 24_000;
/** Two seconds of noise, one half of it quieter by 12 dB, then one second of silence. */
const samples = noise();
const settings = {
  ...{ sampleRate, strength: 1, formant: 0 },
  melodyHz: Float32Array.of(20, 20),
};

function noise(): Float32Array {
  const normal = seededNormal(1);
  return Float32Array.from({ length: 3 * sampleRate }, (_, i) =>
    i < 2 * sampleRate ? normal() * (i < sampleRate ? 0.2 : 0.05) : 0,
  );
}

/** Falls by 6 dB per octave above 500 Hz, of mean 0. */
function falling(): Float32Array {
  const curve = spectrumGrid.hz.map((hz) => -Math.log(Math.max(1, hz / 500)));
  const mean = curve.reduce((a, b) => a + b) / curve.length;
  return curve.map((value) => value - mean);
}

describe('the long-term spectrum', () => {
  it('of white noise is flat within 1 dB', async () => {
    for (const value of await longTermSpectrum([{ samples, sampleRate }])) {
      expect(Math.abs(value)).toBeLessThan(0.12);
    }
  });

  it('of silence is flat', async () => {
    const silence = new Float32Array(sampleRate);
    const spectrum = await longTermSpectrum([{ samples: silence, sampleRate }]);
    expect(spectrum.every((value) => value === 0)).toBe(true);
  });

  it('becomes the wanted one, within 1 dB', async () => {
    const wanted = falling();
    const matched = await matchSpectrum(samples, { ...settings, wanted });
    const now = await longTermSpectrum([{ samples: matched, sampleRate }]);
    // The bands at the edge see what lies beyond.
    for (let b = 2; b < now.length - 2; b++) {
      expect(Math.abs(now[b] - wanted[b])).toBeLessThan(0.12);
    }
  });

  it('changes no loudness from frame to frame, and leaves silence silent', async () => {
    const matched = await matchSpectrum(samples, { ...settings, wanted: falling() });
    const rms = (from: number) =>
      Math.hypot(...matched.subarray(from, from + sampleRate / 2)) / Math.sqrt(sampleRate / 2);
    expect(20 * Math.log10(rms(6000) / rms(30_000))).toBeCloseTo(12, 0);
    expect(matched.subarray(2.1 * sampleRate).every((sample) => sample === 0)).toBe(true);
  });

  it('is not raised below what is sung', async () => {
    const wanted = falling();
    const melodyHz = Float32Array.of(0, 800, 800);
    const matched = await matchSpectrum(samples, { ...settings, wanted, melodyHz });
    const now = await longTermSpectrum([{ samples: matched, sampleRate }]);
    const band = (hz: number) => Math.round(spectrumGrid.position(hz));
    expect(now[band(100)] - now[band(800)]).toBeLessThan(0.12);
  });

  it('stays as it was at strength 0', async () => {
    const wanted = falling();
    expect(await matchSpectrum(samples, { ...settings, wanted, strength: 0 })).toEqual(samples);
  });
});
