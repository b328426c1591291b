import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { openModelStore } from '../../src/inference/model-store.js';
import { pyinTracker } from '../../src/pitch/pyin-tracker.js';
import { cantoEngine } from '../../src/voices/canto/canto-engine.js';
import { dspEngine } from '../../src/voices/dsp/dsp-engine.js';
import { longTermSpectrum } from '../../src/voices/dsp/long-term-spectrum.js';
import { longTermShape } from '../../src/voices/dsp/shape-statistics.js';
import { heardFrames, measureVocalFrames } from '../../src/voices/dsp/vocal-frames.js';
import { decodeProfile } from '../../src/voices/dsp/voice-profile.js';
import type { ConversionSettings } from '../../src/voices/voice-engine.js';
import { decodeVoiceFile } from '../../src/voices/voice-file.js';
import { openVoiceLibrary } from '../../src/voices/voice-library.js';
import { levelDb, synthesiseVocal } from './synthetic-vocal.js';
import { voiceEngineContract } from './voice-engine-contract.js';

const library = openVoiceLibrary({ dataDir: '/nowhere' });
const vocal = synthesiseVocal();
const [source] = vocal.audio.channels;

voiceEngineContract(cantoEngine, () => library.get('kathleen'));

async function convert(settings: Partial<ConversionSettings>, voice = 'kathleen') {
  const sung = await cantoEngine.convert(vocal.audio, {
    voice: await library.get(voice),
    pitch: vocal.pitch,
    settings: { transpose: 0, formant: 0, strength: 1, seed: 1, ...settings },
    models: await openModelStore({ dataDir: '/nowhere' }),
  });
  return sung.channels[0];
}

async function framesOf(samples: Float32Array) {
  const { sampleRate } = vocal.audio;
  return measureVocalFrames(samples, { sampleRate, hopLength: 441, pitch: vocal.pitch });
}

async function longTermOf(samples: Float32Array) {
  const frames = await framesOf(samples);
  return longTermShape(frames, heardFrames(frames, true));
}

describe('the canto engine', () => {
  it('is what sings with the built-in voices, and the dsp engine can too', async () => {
    for (const voice of await library.list()) {
      expect(cantoEngine.supports(voice)).toBe(true);
      expect(dspEngine.supports(voice)).toBe(true);
    }
  });

  it('keeps the spectrum of the singer at strength 0, within 3 dB', async () => {
    const sung = await longTermOf(await convert({ strength: 0 }));
    const before = await longTermOf(source);
    // Below 5 kHz, where this vocal has energy.
    for (let b = 4; b < 52; b++) expect(Math.abs(sung[b] - before[b])).toBeLessThan(0.35);
  });

  it('gives the long-term spectrum of each voice', async () => {
    for (const voice of await library.list()) {
      const file = decodeVoiceFile(await readFile(voice.file), voice.id);
      const { spectrum } = decodeProfile(file, voice.id);
      const distance = async (samples: Float32Array) => {
        const now = await longTermSpectrum([{ samples, sampleRate: vocal.audio.sampleRate }]);
        return Math.sqrt(now.reduce((sum, value, b) => sum + (value - spectrum![b]) ** 2, 0));
      };
      const sung = await distance(await convert({}, voice.id));
      expect(sung).toBeLessThan((await distance(source)) / 2);
    }
  });

  it('sings two voices differently', async () => {
    const [a, b] = [await convert({}, 'kathleen'), await convert({}, 'flemishguy')];
    expect(levelDb(a.map((sample, i) => sample - b[i]))).toBeGreaterThan(levelDb(a) - 10);
  });

  it('draws pitches onto the scale by autotune', async () => {
    const sung = await convert({ autotune: 1, scale: 'C major' });
    const audio = { ...vocal.audio, channels: [sung] };
    const { f0Hz, confidence } = await pyinTracker.track(audio);
    const heard = [...f0Hz].filter((hz, i) => hz > 0 && confidence[i] > 0.5);
    const near = heard.filter((hz) => {
      const note = 69 + 12 * Math.log2(hz / 440);
      const whole = Math.round(note);
      return Math.abs(note - whole) < 0.2 && [0, 2, 4, 5, 7, 9, 11].includes(whole % 12);
    });
    // Vibrato across the border of two notes is a glide from one to the other.
    expect(near.length / heard.length).toBeGreaterThan(0.85);
  });

  it('has more noise between the harmonics the breathier it is', async () => {
    const [dry, breathy] = [await convert({ breathiness: 0 }), await convert({ breathiness: 3 })];
    expect(roughness(breathy)).toBeGreaterThan(2 * roughness(dry));
  });

  it('evens out the dynamics as far as they aren’t kept', async () => {
    const { sampleRate } = vocal.audio;
    const fading = source.map((sample, i) => sample * 10 ** (-i / source.length / 1.5));
    const sung = await cantoEngine.convert(
      { sampleRate, length: fading.length, channels: [fading] },
      {
        voice: await library.get('kathleen'),
        pitch: vocal.pitch,
        settings: { transpose: 0, formant: 0, strength: 1, seed: 1, keepLoudness: 0 },
        models: await openModelStore({ dataDir: '/nowhere' }),
      },
    );
    const fall = (samples: Float32Array) =>
      levelDb(samples.slice(0, sampleRate / 2)) -
      levelDb(samples.slice(2.1 * sampleRate, -sampleRate / 5));
    expect(fall(sung.channels[0])).toBeLessThan(fall(fading) / 2);
  });
});

/** Energy of what one period doesn't share with the next, in the middle of the first note. */
function roughness(samples: Float32Array): number {
  const { sampleRate } = vocal.audio;
  const from = Math.round(0.2 * sampleRate);
  let difference = 0;
  for (let i = from; i < from + 8000; i++) {
    const f0Hz = vocal.pitch.f0Hz[Math.round((i / sampleRate) * 100)];
    const period = Math.round(sampleRate / f0Hz);
    difference += (samples[i] - samples[i + period]) ** 2;
  }
  return difference;
}
