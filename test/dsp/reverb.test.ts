import { describe, expect, it } from 'vitest';
import { Biquad, highPass, lowPass } from '../../src/dsp/biquad.js';
import { RealFft } from '../../src/dsp/fft.js';
import { Reverb, type ReverbSettings } from '../../src/dsp/reverb.js';
import { firstDifference, joined, noise, rms } from './signals.js';

const sampleRate = 44100;
const usual: ReverbSettings = { room: 0.4, decaySeconds: 1.4, damping: 0.5 };

function impulseResponse(settings: ReverbSettings): [left: Float32Array, right: Float32Array] {
  const click = new Float32Array(Math.round((settings.decaySeconds * 1.2 + 0.3) * sampleRate));
  click[0] = 1;
  return reverberated(click, settings);
}

function reverberated(
  input: Float32Array,
  settings: ReverbSettings,
  wet = 1,
): [Float32Array, Float32Array] {
  const left = new Float32Array(input.length);
  const right = new Float32Array(input.length);
  new Reverb(sampleRate, settings).addTo(left, right, input, wet);
  return [left, right];
}

/** T30 of ISO 3382: the decay of the backward-integrated energy from −5 to −35 dB, times two. */
function decaySeconds(response: Float32Array): number {
  let energy = 0;
  const decay = response
    .slice()
    .reverse()
    .map((sample) => (energy += sample * sample))
    .reverse();
  const timeAt = (db: number) => decay.findIndex((left) => 10 * Math.log10(left / decay[0]) < db);
  return (2 * (timeAt(-35) - timeAt(-5))) / sampleRate;
}

/** The octave or two around 700 Hz, for which reverberation times are stated. */
function midBand(samples: Float32Array): Float32Array {
  const output = samples.slice();
  for (const design of [highPass, lowPass]) {
    const cutoffHz = design === highPass ? 350 : 1400;
    for (let k = 0; k < 2; k++) new Biquad(design({ sampleRate, cutoffHz })).process(output);
  }
  return output;
}

describe('the reverb', () => {
  it.each([
    [0, 0.4],
    [0, 1.4],
    [0.4, 0.8],
    [0.4, 3],
    [1, 0.8],
    [1, 3],
  ])('of room %d falls by 60 dB in %d s', (room, seconds) => {
    const [left, right] = impulseResponse({ room, decaySeconds: seconds, damping: 0.5 });
    for (const side of [left, right]) {
      expect(Math.abs(decaySeconds(midBand(side)) / seconds - 1)).toBeLessThan(0.15);
      expect(Math.abs(decaySeconds(side) / seconds - 1)).toBeLessThan(0.15);
    }
  });

  it.each([0.4, 1.4, 3])(
    'falls by 60 dB in %d s in the middle, also with full damping',
    (seconds) => {
      for (const room of [0, 0.4, 1]) {
        const [left] = impulseResponse({ room, decaySeconds: seconds, damping: 1 });
        expect(Math.abs(decaySeconds(midBand(left)) / seconds - 1)).toBeLessThan(0.15);
      }
    },
  );

  it('dies away sooner in the highs with more damping', () => {
    const highDecay = (damping: number) => {
      const [left] = impulseResponse({ ...usual, damping });
      new Biquad(highPass({ sampleRate, cutoffHz: 8000 })).process(left);
      return decaySeconds(left);
    };
    expect(highDecay(0)).toBeGreaterThan(1.3);
    expect(highDecay(0.5)).toBeLessThan(0.9 * highDecay(0));
    expect(highDecay(1)).toBeLessThan(0.7 * highDecay(0.5));
  });

  it.each([
    { room: 0, decaySeconds: 0.5, damping: 0 },
    usual,
    { room: 1, decaySeconds: 4, damping: 1 },
  ])('is as loud as what goes in: $room $decaySeconds $damping', (settings) => {
    const input = noise(10 * sampleRate, 0.5);
    new Biquad(lowPass({ sampleRate, cutoffHz: 1000 })).process(input);
    const [left, right] = reverberated(input, settings);
    const from = 5 * sampleRate;
    for (const side of [left, right]) {
      expect(Math.abs(20 * Math.log10(rms(side, from) / rms(input, from)))).toBeLessThan(1.5);
    }
  });

  it('does not ring: no tone of the tail stands out more than chance would have it', () => {
    const [left] = impulseResponse({ ...usual, damping: 0 });
    const size = 32768;
    const fft = new RealFft(size);
    const [re, im] = [new Float32Array(fft.bins), new Float32Array(fft.bins)];
    const tail = left.slice(6000, 6000 + size);
    fft.forward(
      tail.map((x, i) => x * 10 ** ((3 * i) / (1.4 * sampleRate)) * Math.sin((Math.PI * i) / size)),
      re,
      im,
    );
    fft.free();
    const power = re.map((x, k) => x * x + im[k] * im[k]).slice(74, 3700); // 100 Hz … 5 kHz
    const mean = power.reduce((sum, p) => sum + p, 0) / power.length;
    // the powers of noise spread so that the largest of 3600 is about ln 3600 = 9 dB above the mean
    expect(10 * Math.log10(Math.max(...power) / mean)).toBeLessThan(16);
  });

  it('is dense after a tenth of a second: as many samples beyond one deviation as in noise', () => {
    const [left] = impulseResponse(usual);
    const window = left.slice(0.11 * sampleRate, 0.15 * sampleRate);
    const deviation = rms(window);
    const outside = window.filter((sample) => Math.abs(sample) > deviation).length / window.length;
    expect(outside).toBeGreaterThan(0.317 * 0.75); // echo density of Abel & Huang, 2006
  });

  it('is wide: left and right have little in common', () => {
    const [left, right] = impulseResponse(usual);
    const product = left.reduce((sum, sample, i) => sum + sample * right[i], 0);
    expect(Math.abs(product / (rms(left) * rms(right) * left.length))).toBeLessThan(0.4);
  });

  it('comes after the sound, and grows with the wet level', () => {
    const [left] = impulseResponse(usual);
    expect(left.findIndex((sample) => sample !== 0)).toBeGreaterThan(100);
    const input = noise(8000, 0.5);
    const [half] = reverberated(input, usual, 0.5);
    const [full] = reverberated(input, usual, 1);
    for (let i = 3000; i < 8000; i += 501) expect(half[i]).toBeCloseTo(full[i] / 2, 6);
  });

  it('gives the same in blocks of any size, every time', () => {
    const input = noise(10000, 0.5);
    const [whole] = reverberated(input, usual);
    const reverb = new Reverb(sampleRate, usual);
    const parts = [
      [0, 1],
      [1, 200],
      [200, 10000],
    ].map(([from, to]) => {
      const left = new Float32Array(to - from);
      reverb.addTo(left, new Float32Array(to - from), input.subarray(from, to), 1);
      return left;
    });
    expect(firstDifference(joined(...parts), whole)).toBe(-1);
  });

  it('stays silent for silence, and falls silent after sound', () => {
    const [silent] = reverberated(new Float32Array(5000), usual);
    expect(silent.every((sample) => sample === 0)).toBe(true);
    const click = new Float32Array(8 * sampleRate);
    click[0] = 1;
    const [left] = reverberated(click, { ...usual, decaySeconds: 0.3 });
    expect(left.subarray(-1000).every((sample) => sample === 0)).toBe(true);
  });
});
