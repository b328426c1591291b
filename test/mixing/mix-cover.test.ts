import { describe, expect, it } from 'vitest';
import { audioData, type AudioData } from '../../src/audio/audio-data.js';
import { dbToGain } from '../../src/dsp/decibels.js';
import { measureLoudness } from '../../src/dsp/loudness.js';
import { mixCover as mixWithSession, type CoverStems } from '../../src/mixing/mix-cover.js';
import {
  defaultMixSettings,
  mixSettingsSchema,
  type MixSettings,
} from '../../src/mixing/mix-settings.js';
import type { RunOptions } from '../../src/progress.js';
import { firstDifference, mono, noise, rms, sine } from '../dsp/signals.js';

const sampleRate = 44100;
const LENGTH = 6 * sampleRate;
/** Without what changes the music, or lies beside the voice. */
const dry = {
  ...defaultMixSettings,
  duckingDb: 0,
  reverb: { ...defaultMixSettings.reverb, wet: 0 },
};
const mixCover = async (stems: CoverStems, settings: MixSettings, options?: RunOptions) =>
  (await mixWithSession(stems, settings, options)).audio;

const music = audioData(sampleRate, [noise(LENGTH, 0.2, 1), noise(LENGTH, 0.2, 2)]);
const backing = audioData(sampleRate, [noise(LENGTH, 0.1, 3), noise(LENGTH, 0.1, 4)]);
const silentMusic = audioData(sampleRate, [new Float32Array(LENGTH), new Float32Array(LENGTH)]);

/** A sung phrase from the 2nd to the 4th second, at `db`. */
function phrase(db: number): AudioData {
  const samples = new Float32Array(LENGTH);
  samples.set(sine({ seconds: 2, db, hz: 330, sampleRate }), 2 * sampleRate);
  return mono(samples, sampleRate);
}

/** What the voice adds to the music in `mix`. */
function voiceIn(mix: AudioData): AudioData {
  const channels = mix.channels.map((c, side) =>
    c.map((sample, i) => sample - music.channels[side][i]),
  );
  return { ...mix, channels };
}

describe('mixing a cover', () => {
  it('without a voice is the instrumental, bit by bit, in time, with its gain', async () => {
    const lead = mono(new Float32Array(LENGTH), sampleRate);
    const mix = await mixCover({ lead, instrumental: music }, defaultMixSettings);
    mix.channels.forEach((channel, c) => {
      expect(firstDifference(channel, music.channels[c])).toBe(-1);
    });
    const softer = await mixCover(
      { lead, instrumental: music },
      { ...dry, instrumentalGainDb: -6 },
    );
    const expected = music.channels[0].map((sample) => sample * dbToGain(-6));
    expect(firstDifference(softer.channels[0], expected)).toBe(-1);
  });

  it('adds the backing as it is, with its gain', async () => {
    const lead = mono(new Float32Array(LENGTH), sampleRate);
    const mix = await mixCover(
      { lead, instrumental: silentMusic, backing },
      { ...dry, backingGainDb: 3 },
    );
    const expected = backing.channels[1].map((sample) => sample * dbToGain(3));
    expect(firstDifference(mix.channels[1], expected)).toBe(-1);
  });

  it.each([-22, -17, -9])(
    'sets a voice that comes at %d dB about 1 LU over the music where it sings',
    async (db) => {
      const mix = await mixCover({ lead: phrase(db), instrumental: music }, dry);
      const between = (audio: AudioData) =>
        measureLoudness({
          ...audio,
          length: 1.5 * sampleRate,
          channels: audio.channels.map((c) => c.slice(2.25 * sampleRate, 3.75 * sampleRate)),
        }).integratedLufs;
      const ratio = between(voiceIn(mix)) - between(music);
      expect(Math.abs(ratio - 1)).toBeLessThan(0.8); // windows at its edges hold less of the voice
    },
  );

  it('does not make a voice of what a separator left over', async () => {
    const mix = await mixCover({ lead: phrase(-80), instrumental: music }, dry);
    expect(rms(voiceIn(mix).channels[0]) / rms(music.channels[0])).toBeLessThan(0.75);
  });

  it('moves the voice by its gain', async () => {
    const level = async (vocalGainDb: number) =>
      rms(
        voiceIn(await mixCover({ lead: phrase(-20), instrumental: music }, { ...dry, vocalGainDb }))
          .channels[0],
      );
    expect(20 * Math.log10((await level(4)) / (await level(0)))).toBeCloseTo(4, 2);
    expect(20 * Math.log10((await level(-10)) / (await level(0)))).toBeCloseTo(-10, 2);
  });

  it('keeps the voice in time to the sample', async () => {
    const samples = new Float32Array(LENGTH);
    for (let i = 0; i < LENGTH; i += 5000) samples[i] = 0.5;
    const mix = await mixCover({ lead: mono(samples, sampleRate), instrumental: silentMusic }, dry);
    const [left] = mix.channels;
    for (let at = 0; at < LENGTH; at += 5000) {
      const around = left.subarray(Math.max(0, at - 50), at + 50).map(Math.abs);
      expect(around.indexOf(Math.max(...around))).toBe(Math.min(50, at));
    }
  });

  it('puts the voice in the middle, and reverb around and after it', async () => {
    const [left, right] = (await mixCover({ lead: phrase(-20), instrumental: silentMusic }, dry))
      .channels;
    expect(firstDifference(left, right)).toBe(-1);
    expect(rms(left, 4.2 * sampleRate)).toBeLessThan(1e-6);
    const wet = await mixCover(
      { lead: phrase(-20), instrumental: silentMusic },
      defaultMixSettings,
    );
    const tail = rms(wet.channels[0], 4.1 * sampleRate, 4.3 * sampleRate);
    expect(tail).toBeGreaterThan(1e-3);
    expect(rms(wet.channels[0], 5.6 * sampleRate)).toBeLessThan(tail / 30); // 1.4 s of decay
    expect(firstDifference(wet.channels[0], wet.channels[1])).toBeGreaterThan(0);
  });

  it('evens out loud and soft phrases', async () => {
    const samples = new Float32Array(LENGTH);
    samples.set(sine({ seconds: 2, db: -10, hz: 330, sampleRate }), sampleRate / 2);
    samples.set(sine({ seconds: 2, db: -22, hz: 330, sampleRate }), 3.5 * sampleRate);
    const mix = await mixCover({ lead: mono(samples, sampleRate), instrumental: silentMusic }, dry);
    const level = (second: number) =>
      rms(mix.channels[0], second * sampleRate, (second + 1) * sampleRate);
    const spread = 20 * Math.log10(level(1) / level(4));
    expect(spread).toBeGreaterThan(3);
    expect(spread).toBeLessThan(10); // it was 12
  });

  it('refuses stems that don’t fit together', async () => {
    const short = mono(new Float32Array(100), sampleRate);
    await expect(mixCover({ lead: short, instrumental: music }, dry)).rejects.toMatchObject({
      code: 'stems-differ',
    });
    const other = mono(new Float32Array(LENGTH), 48000);
    await expect(mixCover({ lead: other, instrumental: music }, dry)).rejects.toThrow('48000');
  });

  it('mixes the shortest of stems', async () => {
    for (const length of [0, 1, 100]) {
      const lead = mono(new Float32Array(length).fill(0.5), sampleRate);
      const instrumental = audioData(sampleRate, [
        new Float32Array(length),
        new Float32Array(length),
      ]);
      const mix = await mixCover({ lead, instrumental }, defaultMixSettings);
      expect(mix.length).toBe(length);
      expect(mix.channels[0].every(Number.isFinite)).toBe(true);
    }
  });

  it('gives the same bits every time, reports progress that never falls, and can be cancelled', async () => {
    const stems = { lead: phrase(-20), instrumental: music, backing };
    const fractions: number[] = [];
    const first = await mixCover(stems, defaultMixSettings, {
      onProgress: (f) => fractions.push(f),
    });
    const second = await mixCover(stems, defaultMixSettings);
    expect(firstDifference(first.channels[0], second.channels[0])).toBe(-1);
    expect(fractions).toEqual([...fractions].sort((a, b) => a - b));
    expect(fractions.at(-1)).toBe(1);
    const signal = AbortSignal.abort();
    await expect(mixCover(stems, defaultMixSettings, { signal })).rejects.toThrow('cancelled');
  });
});

describe('mix settings', () => {
  it('have defaults for everything, and refuse what they don’t know', () => {
    expect(defaultMixSettings).toMatchObject({ vocalGainDb: 0, reverb: { decaySeconds: 1.4 } });
    expect(mixSettingsSchema.parse({ reverb: { room: 1 } }).reverb).toMatchObject({
      room: 1,
      wet: 0.15,
    });
    expect(mixSettingsSchema.safeParse({ vocalGain: 3 }).success).toBe(false);
    expect(mixSettingsSchema.safeParse({ reverb: { wet: 2 } }).success).toBe(false);
  });
});
