import { beforeAll, describe, expect, it } from 'vitest';
import { openModelStore, type ModelStore } from '../../src/inference/model-store.js';
import { hearHum } from '../../src/instruments/listening/hear-hum.js';
import type { MelodyLine } from '../../src/instruments/melody/line.js';
import { networkInstruments } from '../../src/instruments/neural/network-instruments.js';
import { playOnNetwork } from '../../src/instruments/neural/play-on-network.js';
import { playPartials } from '../../src/instruments/neural/play-partials.js';
import { SPECTRUM_WIDTH } from '../../src/instruments/neural/spectra.js';
import { midiOfHz } from '../../src/instruments/pitch-numbers.js';
import { pyinTracker } from '../../src/pitch/pyin-tracker.js';

const sampleRate = 44_100;
const seconds = 1.5;
const options = {
  sampleRate,
  length: seconds * sampleRate,
  seed: 1,
  signal: new AbortController().signal,
};

/** Sung from 0.2 s to 1.3 s: a vibrato around 66, swelling from −20 dB to 0 and back. */
function swell(): MelodyLine {
  const frames = 100 * seconds;
  const line = { pitch: new Float32Array(frames), levelDb: new Float32Array(frames) };
  for (let t = 20; t < 130; t++) {
    line.pitch[t] = 66 + 0.5 * Math.sin((2 * Math.PI * 5 * t) / 100);
    line.levelDb[t] = -20 * Math.abs((t - 75) / 55);
  }
  return line;
}

let models: ModelStore;
beforeAll(async () => {
  models = await openModelStore({ dataDir: 'no models but our own' });
});

describe.each(networkInstruments)('the $id', (instrument) => {
  it('plays a line at its pitch and its loudness, and nothing else', async () => {
    const line = swell();
    const { channels } = await playOnNetwork(line, instrument, { ...options, models });
    const heard = await hearHum({ sampleRate, length: options.length, channels }, pyinTracker);
    for (let t = 30; t < 120; t++) {
      expect(Math.abs(midiOfHz(heard.f0Hz[t]) - line.pitch[t])).toBeLessThan(0.25);
      // Partials above 3.5 kHz are no part of what is heard as level, and beats of low ones are.
      expect(Math.abs(heard.levelDb[t] - heard.levelDb[75] - line.levelDb[t])).toBeLessThan(3);
    }
    expect(Math.max(...channels[0].subarray(0, 0.15 * sampleRate))).toBeLessThan(1e-4);
  });
});

it('the same line and seed give the same samples, another seed other noise', async () => {
  const play = (seed: number) =>
    playOnNetwork(swell(), networkInstruments[0], { ...options, seed, models });
  const [first, second, other] = [await play(1), await play(1), await play(2)];
  expect(second.channels[0]).toEqual(first.channels[0]);
  expect(other.channels[0]).not.toEqual(first.channels[0]);
});

it('no partial is folded back at the upper end of the band', () => {
  const frames = 20;
  const spectra = new Float32Array(frames * SPECTRUM_WIDTH).fill(-20);
  const output = new Float32Array(frames * 80);
  playPartials(output, { f0Hz: new Float32Array(frames).fill(1000), spectra, sampleRate: 8000 });
  for (const hz of [500, 1500, 2500, 3500])
    expect(amplitudeAt(output, hz, 8000)).toBeLessThan(1e-3);
  for (const hz of [1000, 2000, 3000]) expect(amplitudeAt(output, hz, 8000)).toBeCloseTo(0.1, 2);
});

/** Of a sine at `hz`, over whole periods in the middle of `samples`. */
function amplitudeAt(samples: Float32Array, hz: number, rate = sampleRate): number {
  const from = Math.round(samples.length * 0.3);
  const count = Math.round((Math.floor((samples.length * 0.5 * hz) / rate) * rate) / hz);
  let [re, im] = [0, 0];
  for (let i = 0; i < count; i++) {
    re += samples[from + i] * Math.cos((2 * Math.PI * hz * i) / rate);
    im += samples[from + i] * Math.sin((2 * Math.PI * hz * i) / rate);
  }
  return (2 * Math.hypot(re, im)) / count;
}
