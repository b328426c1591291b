import { describe, expect, it } from 'vitest';
import { audioData, cutAudio, type AudioData } from '../../src/audio/audio-data.js';
import { Biquad, highShelf, peaking } from '../../src/dsp/biquad.js';
import { measureStems, type ReadableSound } from '../../src/quality/stem-spectra.js';
import { noise } from '../dsp/signals.js';

const RATE = 44_100;
const LENGTH = 25 * RATE;
/** Sung for two thirds of the time. */
const vocals = noise(LENGTH, 0.3, 1).map((s, i) => (i % (6 * RATE) < 4 * RATE ? s : 0));
const music = noise(LENGTH, 0.3, 2);

describe('stems beside each other', () => {
  it('are as loud against each other as they are in the mix', async () => {
    const alone = await ratioOf(vocals, music);
    // Moments in which the singing begins or ends hold more music than singing.
    expect(alone).toBeLessThan(0);
    expect(alone).toBeGreaterThan(-0.6);
    for (const [vocalDb, musicDb] of [
      [6, 0],
      [-4, 3],
      [0, -12],
    ]) {
      const mix = added(scaled(vocals, vocalDb), scaled(music, musicDb));
      expect(await ratioOf(vocals, music, mix)).toBeCloseTo(alone + vocalDb - musicDb, 1);
    }
  });

  it('are found in the mix behind whatever equalizer', async () => {
    const bright = vocals.slice();
    new Biquad(highShelf({ sampleRate: RATE, cutoffHz: 3000, gainDb: 6 })).process(bright);
    new Biquad(peaking({ sampleRate: RATE, cutoffHz: 400, gainDb: -4 })).process(bright);
    const heard = await ratioOf(vocals, music, added(bright, music));
    expect(heard).toBeCloseTo(await ratioOf(bright, music), 0);
  });

  it('are told to bleed as much as they do', async () => {
    const clean = await measureStems(sounds(vocals, music));
    expect(clean.musicInVocalsDb).toBeLessThan(-32);
    expect(clean.vocalsInMusicDb).toBeLessThan(-32);
    for (const bleedDb of [-12, -20]) {
      const intoVocals = added(vocals, scaled(music, bleedDb));
      const { musicInVocalsDb } = await measureStems(sounds(intoVocals, music));
      expect(musicInVocalsDb).toBeGreaterThan(bleedDb - 1.5);
      expect(musicInVocalsDb).toBeLessThan(bleedDb + 1.5);
    }
  });

  it('are silent from where they end', async () => {
    const early = music.slice(0, 10 * RATE);
    const mix = added(vocals, scaled(music, -6));
    mix.set(vocals.subarray(10 * RATE), 10 * RATE);
    const { vocalToMusicByStretch } = await measureStems({
      ...sounds(vocals, early),
      mix: readable(mix),
    });
    // The last stretch has no music at all.
    expect(vocalToMusicByStretch.length).toBeLessThanOrEqual(2);
    expect(vocalToMusicByStretch[0].lu).toBeGreaterThan(5);
  });

  it('have no ratio where nobody sings', async () => {
    const silence = new Float32Array(LENGTH);
    const measured = await measureStems(sounds(silence, music));
    expect(measured).toEqual({
      vocalToMusicLu: null,
      vocalToMusicByStretch: [],
      musicInVocalsDb: -60,
      vocalsInMusicDb: null,
    });
  });
});

async function ratioOf(
  vocal: Float32Array,
  band: Float32Array,
  mix?: Float32Array,
): Promise<number> {
  const { vocalToMusicLu } = await measureStems({
    ...sounds(vocal, band),
    mix: mix && readable(mix),
  });
  return vocalToMusicLu ?? NaN;
}

function sounds(vocal: Float32Array, band: Float32Array) {
  return { vocals: readable(vocal), music: [readable(band)] };
}

function readable(samples: Float32Array): ReadableSound {
  const audio: AudioData = audioData(RATE, [samples]);
  return {
    sampleRate: RATE,
    length: audio.length,
    read: (from, to) => Promise.resolve(cutAudio(audio, from, to)),
  };
}

function scaled(samples: Float32Array, db: number): Float32Array {
  return samples.map((sample) => sample * 10 ** (db / 20));
}

function added(a: Float32Array, b: Float32Array): Float32Array {
  return a.map((sample, i) => sample + b[i]);
}
