import { describe, expect, it } from 'vitest';
import { audioData, type AudioData } from '../../src/audio/audio-data.js';
import { CancelledError } from '../../src/errors.js';
import { openModelStore, type ModelStore } from '../../src/inference/model-store.js';
import { pyinTracker } from '../../src/pitch/pyin-tracker.js';
import type { PitchTrack } from '../../src/pitch/pitch-tracker.js';
import type { ConversionSettings, VoiceEngine } from '../../src/voices/voice-engine.js';
import type { Voice } from '../../src/voices/voice.js';
import { levelDb, synthesiseVocal } from './synthetic-vocal.js';

const SETTINGS: ConversionSettings = { transpose: 0, formant: 0, strength: 1, seed: 1 };
/** A quarter tone: what issue and literature count as the right note. */
const TOLERANCE_CENTS = 50;

/** The laws that every voice engine keeps. Call it inside a test file. */
export function voiceEngineContract(engine: VoiceEngine, anyVoice: () => Promise<Voice>): void {
  const options = { anyVoice, openModels: () => openModelStore({ dataDir: '/nowhere' }) };
  voiceEngineManners(engine, options);
  voiceEngineSinging(engine, options);
}

interface ContractOptions {
  anyVoice: () => Promise<Voice>;
  openModels: () => Promise<ModelStore>;
}

/** The laws of what is sung. */
function voiceEngineSinging(engine: VoiceEngine, options: ContractOptions): void {
  const vocal = synthesiseVocal();
  const convert = converter(engine, options);

  describe(`singing by '${engine.id}'`, () => {
    it.each([0, 12, -12, 3.5])('keeps the melody, moved by %d semitones', async (transpose) => {
      const sung = await convert({ transpose });
      const heard = await pyinTracker.track(sung);
      expect(shareInTune(heard, vocal.pitch, transpose)).toBeGreaterThanOrEqual(0.98);
    });

    it('keeps the loudness of notes and consonants', async () => {
      const [source] = vocal.audio.channels;
      for (const transpose of [0, -12]) {
        const [sung] = (await convert({ transpose })).channels;
        expect(Math.abs(levelDb(sung) - levelDb(source))).toBeLessThan(3);
        expect(Math.abs(levelDb(sung, vocal.hiss) - levelDb(source, vocal.hiss))).toBeLessThan(3);
      }
    });

    it('makes no clicks, not even where silence begins and ends', async () => {
      const [source] = vocal.audio.channels;
      const [sung] = (await convert()).channels;
      const width = vocal.audio.sampleRate / 50;
      for (let at = 0; at < sung.length; at += width) {
        // A pulse is at most some times as peaky as what the singer's throat made of it.
        const nearby = peak(source.slice(Math.max(0, at - 2 * width), at + 3 * width));
        expect(peak(sung.slice(at, at + width))).toBeLessThan(4 * nearby + 1e-3);
      }
    });

    it('stays in time to the sample', async () => {
      const [sung] = (await convert()).channels;
      expect(Math.abs(lagOfEnvelopes(vocal.audio.channels[0], sung))).toBeLessThanOrEqual(64);
    });
  });
}

/** The laws that hold even for voices that nobody trained. */
export function voiceEngineManners(engine: VoiceEngine, options: ContractOptions): void {
  const vocal = synthesiseVocal();
  const convert = converter(engine, options);

  describe(`voice engine '${engine.id}'`, () => {
    it('sings in mono, as long and at the sample rate as the vocal', async () => {
      const sung = await convert();
      expect(sung.channels).toHaveLength(1);
      expect(sung.length).toBe(vocal.audio.length);
      expect(sung.channels[0]).toHaveLength(vocal.audio.length);
      expect(sung.sampleRate).toBe(vocal.audio.sampleRate);
    });

    it('works at any sample rate', async () => {
      for (const sampleRate of [16_000, 22_050, 48_000]) {
        const { audio } = synthesiseVocal({ sampleRate });
        const sung = await convert({ transpose: 3 }, audio);
        expect(sung.length).toBe(audio.length);
      }
    });

    it('makes silence of silence', async () => {
      const silence = audioData(44_100, [new Float32Array(44_100)]);
      const sung = await convert({ transpose: 5 }, silence);
      expect(sung.channels[0].every((sample) => Math.abs(sample) < 1e-6)).toBe(true);
    });

    it('gives numbers for everything, even for noise, clicks and a few samples', async () => {
      const click = new Float32Array(20_000);
      click[10_000] = 1;
      const noise = Float32Array.from({ length: 20_000 }, (_, i) => Math.sin(i * i) * 0.9);
      for (const samples of [click, noise, new Float32Array(3).fill(0.5)]) {
        const sung = await convert({ transpose: -7 }, audioData(44_100, [samples]));
        expect(sung.length).toBe(samples.length);
        expect(sung.channels[0].every(Number.isFinite)).toBe(true);
      }
    });

    it('gives the same samples for the same seed', async () => {
      const first = await convert({ transpose: 2 });
      const second = await convert({ transpose: 2 });
      expect(second.channels[0]).toEqual(first.channels[0]);
    });

    it('reports progress that never falls, and stops when cancelled', async () => {
      const fractions: number[] = [];
      const abort = new AbortController();
      const given = {
        voice: await options.anyVoice(),
        models: await options.openModels(),
        pitch: vocal.pitch,
        settings: SETTINGS,
      };
      await engine.convert(vocal.audio, { ...given, onProgress: (f) => void fractions.push(f) });
      expect(fractions.at(-1)).toBe(1);
      expect(fractions).toEqual([...fractions].sort((a, b) => a - b));
      abort.abort();
      await expect(engine.convert(vocal.audio, { ...given, signal: abort.signal })).rejects.toThrow(
        CancelledError,
      );
    });

    it('folds stereo to mono', async () => {
      const [samples] = vocal.audio.channels;
      const stereo: AudioData = { ...vocal.audio, channels: [samples, samples] };
      expect((await convert({}, stereo)).channels[0]).toEqual((await convert()).channels[0]);
    });
  });
}

function peak(samples: Float32Array): number {
  return samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
}

function converter(engine: VoiceEngine, { anyVoice, openModels }: ContractOptions) {
  const vocal = synthesiseVocal();
  return async (settings: Partial<ConversionSettings> = {}, input = vocal.audio) =>
    engine.convert(input, {
      voice: await anyVoice(),
      models: await openModels(),
      pitch: vocal.pitch,
      settings: { ...SETTINGS, ...settings },
    });
}

/** Of the values where both tracks hear a pitch, the share within a quarter tone; 0 when hardly
 *  anything is heard. Frames at the edges of notes, which trackers judge differently, don't count. */
export function shareInTune(heard: PitchTrack, source: PitchTrack, transpose: number): number {
  let both = 0;
  let right = 0;
  let sung = 0;
  for (let t = 0; t < source.f0Hz.length; t++) {
    if (source.f0Hz[t] === 0) continue;
    sung++;
    if (!(heard.f0Hz[t] > 0)) continue;
    both++;
    const cents = 1200 * Math.log2(heard.f0Hz[t] / source.f0Hz[t]) - 100 * transpose;
    if (Math.abs(cents) <= TOLERANCE_CENTS) right++;
  }
  return both < 0.8 * sung ? 0 : right / both;
}

/** Samples by which the energy of `b` comes later than that of `a`. */
function lagOfEnvelopes(a: Float32Array, b: Float32Array): number {
  let best = { lag: 0, value: -Infinity };
  const smoothA = energyCurve(a);
  const smoothB = energyCurve(b);
  for (let lag = -512; lag <= 512; lag += 32) {
    let value = 0;
    for (let i = 512; i < a.length - 512; i += 32) value += smoothA[i] * smoothB[i + lag];
    if (value > best.value) best = { lag, value };
  }
  return best.lag;
}

function energyCurve(samples: Float32Array): Float32Array {
  let state = 0;
  const forward = samples.map((sample) => (state += 0.01 * (sample * sample - state)));
  state = 0;
  return forward
    .reverse()
    .map((value) => (state += 0.01 * (value - state)))
    .reverse();
}
