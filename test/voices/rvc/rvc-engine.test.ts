import { readFileSync } from 'node:fs';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { audioData } from '../../../src/audio/audio-data.js';
import { sha256OfFile } from '../../../src/file-hash.js';
import { openModelStore, type ModelStore } from '../../../src/inference/model-store.js';
import { blendVoices } from '../../../src/voices/blend-voices.js';
import { importVoice } from '../../../src/voices/import-voice.js';
import { encodeRvcBody } from '../../../src/voices/rvc/rvc-body.js';
import { rvcEngine } from '../../../src/voices/rvc/rvc-engine.js';
import { readRvcModel } from '../../../src/voices/rvc/rvc-model.js';
import type { RvcSettings } from '../../../src/voices/rvc/presets.js';
import { DEFAULT_RVC_SETTINGS } from '../../../src/voices/rvc/rvc-settings.js';
import { encodeVoiceFile } from '../../../src/voices/voice-file.js';
import { openVoiceLibrary } from '../../../src/voices/voice-library.js';
import type { Voice } from '../../../src/voices/voice.js';
import { synthesiseVocal } from '../synthetic-vocal.js';
import { voiceEngineManners } from '../voice-engine-contract.js';
import { exportedVoice } from './exported-voice.js';
import { vectorPath } from './vectors.js';

let dataDir = '';
let voice: Voice;
let models: ModelStore;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'canto-rvc-'));
  const model = readFileSync(vectorPath('v1_32k_f0.pth'));
  const { facts } = readRvcModel(model, 'voice');
  const sources = [{ model, index: readFileSync(vectorPath('index_256.index')), share: 1 }];
  const body = encodeRvcBody([{ kind: 'checkpoint', facts, share: 1, sources }]);
  const file = join(dataDir, 'tiny.canto-voice');
  await writeFile(file, encodeVoiceFile({ manifest, body }));
  voice = await openVoiceLibrary({ dataDir }).add(file);
  models = await storeWithEncoder();
});
afterAll(() => rm(dataDir, { recursive: true, force: true }));

const manifest = {
  id: 'tiny',
  name: 'Tiny',
  description: '',
  language: 'und',
  engine: 'rvc',
  origin: 'imported' as const,
  provenance: { licence: 'private', source: 'random weights' },
  range: { lowHz: 100, medianHz: 200, highHz: 400 },
};

/** A store whose content encoder is a tiny one with random weights. */
async function storeWithEncoder(): Promise<ModelStore> {
  const encoder = fileURLToPath(new URL('./encoder-vectors/encoder.pt', import.meta.url));
  const entry = {
    id: 'contentvec',
    title: 'tiny',
    purpose: 'tests',
    url: 'https://example.org/contentvec.pt',
    sha256: await sha256OfFile(encoder),
    bytes: 1,
    licence: 'none',
    inputs: [],
    outputs: [],
  };
  await mkdir(join(dataDir, 'models'));
  await cp(encoder, join(dataDir, 'models', 'contentvec.pt'));
  await writeFile(join(dataDir, 'manifest.json'), JSON.stringify([entry]));
  return openModelStore({ dataDir, manifestPath: join(dataDir, 'manifest.json') });
}

voiceEngineManners(rvcEngine, {
  anyVoice: () => Promise.resolve(voice),
  openModels: () => Promise.resolve(models),
});

describe('the RVC engine', () => {
  const vocal = synthesiseVocal();
  const convert = async (rvc: Partial<RvcSettings>, seed = 1, audio = vocal.audio) => {
    const settings = { transpose: 0, formant: 0, strength: 1, seed };
    const sung = await rvcEngine.convert(audio, {
      voice,
      models,
      pitch: vocal.pitch,
      settings: { ...settings, rvc: { ...DEFAULT_RVC_SETTINGS, ...rvc } },
    });
    return sung.channels[0];
  };

  it('sings otherwise with another seed, another speaker, or more of the index', async () => {
    const base = await convert({});
    for (const other of [
      await convert({}, 2),
      await convert({ speaker: 1 }),
      await convert({ indexRate: 0 }),
    ]) {
      expect(other).not.toEqual(base);
    }
  });

  it('leaves silence silent and everything in its place when it splits', async () => {
    const { sampleRate, channels } = vocal.audio;
    const pause = 4 * sampleRate;
    const samples = new Float32Array(channels[0].length + pause);
    samples.set(channels[0], pause);
    const sung = await convert({ split: true }, 1, audioData(sampleRate, [samples]));
    expect(sung).toHaveLength(samples.length);
    expect(sung.subarray(0, pause - sampleRate).every((v) => v === 0)).toBe(true);
    expect(sung.subarray(pause).some((v) => Math.abs(v) > 1e-3)).toBe(true);
  });

  it('refuses a speaker that the voice lacks', async () => {
    await expect(convert({ speaker: 7 })).rejects.toThrow(/3 speakers/);
  });

  it('names the command that gets a missing content encoder', async () => {
    const empty = await openModelStore({ dataDir: join(dataDir, 'empty') });
    const settings = { transpose: 0, formant: 0, strength: 1, seed: 1 };
    const given = { voice, pitch: vocal.pitch, settings, models: empty };
    await expect(rvcEngine.convert(vocal.audio, given)).rejects.toMatchObject({
      code: 'model-missing',
      hint: expect.stringContaining('canto models pull contentvec') as string,
    });
  });
});

describe('voices of ONNX files', () => {
  const vocal = synthesiseVocal();
  const imported = async (id: string, exporter: 'rvc' | 'client', noise = 0): Promise<Voice> => {
    const bytes = exportedVoice({ exporter, width: 256, noise });
    const file = join(dataDir, `${id}.canto-voice`);
    await writeFile(file, importVoice([{ name: `${id}.onnx`, bytes }]).bytes);
    return openVoiceLibrary({ dataDir }).add(file);
  };
  const sing = async (by: Voice, { seed = 1, speaker = 0 } = {}) => {
    const settings = { transpose: 0, formant: 0, strength: 1, seed };
    // Its own loudness: that is where the stand-in shows what it was given.
    const rvc = { ...DEFAULT_RVC_SETTINGS, rmsMix: 1, speaker };
    const given = { voice: by, models, pitch: vocal.pitch, settings: { ...settings, rvc } };
    return (await rvcEngine.convert(vocal.audio, given)).channels[0];
  };

  it.each(['rvc', 'client'] as const)('take the melody and the speaker: %s', async (exporter) => {
    const voice = await imported(`plain-${exporter}`, exporter);
    const [first, second] = [await sing(voice), await sing(voice, { speaker: 1 })];
    const { f0Hz } = vocal.pitch;
    const frame = f0Hz.findIndex((hz, t) => t > 20 && [-2, 2].every((d) => f0Hz[t + d] === hz));
    const at = Math.round((frame + 0.5) * 0.01 * vocal.audio.sampleRate);
    expect(first[at]).toBeCloseTo(f0Hz[frame] / 1000, 2);
    expect(second[at] - first[at]).toBeCloseTo(0.1, 2);
  });

  it('draw at random by the seed alone', async () => {
    const voice = await imported('noisy', 'client', 0.01);
    const first = await sing(voice);
    expect(await sing(voice)).toEqual(first);
    expect(await sing(voice, { seed: 2 })).not.toEqual(first);
  });

  it('blend with voices of other kinds by what they sing, and say so', async () => {
    const exported = await imported('blended', 'rvc');
    const bytes = await blendVoices([voice.file, exported.file], {
      id: 'both',
      name: 'Both',
      mix: 0.4,
    });
    const file = join(dataDir, 'both.canto-voice');
    await writeFile(file, bytes);
    const both = await openVoiceLibrary({ dataDir }).add(file);
    expect(both.description).toContain('their sound is mixed, since ONNX voices');
    const sung = await sing(both);
    expect(sung).toHaveLength(vocal.audio.length);
    expect(sung).not.toEqual(await sing(exported));
  });
});
