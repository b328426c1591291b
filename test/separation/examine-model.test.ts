import { createHash, randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sha256OfFile } from '../../src/file-hash.js';
import { openModelStore } from '../../src/inference/model-store.js';
import { isDemucsSignature } from '../../src/separation/demucs/demucs-model.js';
import { demucsSeparator } from '../../src/separation/demucs/demucs-separator.js';
import { describeMdx, isMdxSignature } from '../../src/separation/mdx/mdx-model.js';
import { mdxSeparator } from '../../src/separation/mdx/mdx-separator.js';
import { uvrKeyOf, uvrModel } from '../../src/separation/mdx/uvr-models.js';
import { examineModel } from '../../src/separation/examine-model.js';
import {
  externalDataModel,
  gainModel,
  spectraModel,
  waveformModel,
} from '../support/onnx-writer.js';
import { modelBench } from '../support/public-models.js';
import { tempDir } from '../support/temp-dir.js';

const bench = modelBench();

const SPECTRA = { dimF: 2048, frames: 32 };
const GAINS = [0.2, 0.3, 0.4, 0.1];

async function examine(bytes: Uint8Array, settings: Record<string, string | number> = {}) {
  const path = await bench.save(bytes);
  const { inference } = bench;
  return examineModel(path, { inference, settings, name: 'A Model_1.2' });
}

describe('a model that is examined', () => {
  it('is Demucs v4 by its waveforms alone', async () => {
    const { entry, facts } = await examine(waveformModel({ gains: GAINS, samples: 22_050 }));
    expect(entry).toMatchObject({ id: 'a-model-1-2', engine: 'demucs', settings: {} });
    expect(facts).toEqual({
      kind: 'Demucs v4',
      parameters: 'waveform in segments of 22050 samples',
      stems: 'drums, bass, other, vocals',
      source: 'the file',
    });
  });

  it('is MDX-Net by its spectra and what its metadata says', async () => {
    const metadata = { n_fft: '5120', compensate: '1.02', primary_stem: 'Instrumental' };
    const { entry, facts } = await examine(spectraModel({ ...SPECTRA, metadata }));
    expect(entry.engine).toBe('mdx');
    expect(facts).toEqual({
      kind: 'MDX-Net',
      parameters: 'STFT of 5120, 2048 bins × 32 frames, compensation 1.02',
      stems: 'instrumental (vocals: the rest)',
      source: 'the file',
    });
  });

  it('is what the user says, rather than what its metadata says', async () => {
    const metadata = { n_fft: '5120', primary_stem: 'Instrumental' };
    const settings = { nFft: 6144, stem: 'vocals' };
    const { entry, facts } = await examine(spectraModel({ ...SPECTRA, metadata }), settings);
    expect(entry.settings).toEqual(settings);
    expect(facts).toMatchObject({
      parameters: 'STFT of 6144, 2048 bins × 32 frames, compensation 1',
      source: 'the file; nFft, stem as imported',
    });
  });

  it('does not believe the STFT that sherpa-onnx writes, which is a guess', async () => {
    const metadata = { model_type: 'UVR', n_fft: '4096', stem: 'vocals' };
    const refused = examine(spectraModel({ ...SPECTRA, metadata }));
    await expect(refused).rejects.toMatchObject({ code: 'model-unknown' });
  });

  it.each([
    ['says too little', spectraModel(SPECTRA), {}, 'model-unknown', /--n-fft 6144 --stem vocals/],
    ['is for drums', spectraModel(SPECTRA), { stem: 'drums' }, 'bad-settings', /stem/],
    [
      'has more bins than its STFT',
      spectraModel(SPECTRA),
      { nFft: 2048, stem: 'vocals' },
      'model-unfit',
      /2048 bins × 32 frames, which don't go with an STFT of 2048/,
    ],
    [
      'has an STFT that no FFT can do',
      spectraModel(SPECTRA),
      { nFft: 5000, stem: 'vocals' },
      'model-unfit',
      /STFT of 5000/,
    ],
    [
      'has fewer frames than its STFT is long',
      spectraModel({ dimF: 2048, frames: 4 }),
      { nFft: 4096, stem: 'vocals' },
      'model-unfit',
      /4 frames/,
    ],
    [
      'wants spectra beside the waveform',
      waveformModel({
        ...{ gains: GAINS, samples: 22_050 },
        extraInputs: { spectra: [1, 4, 2048, 22] },
      }),
      {},
      'model-unfit',
      /leaves the spectra to its caller: it maps input float32\[1, 2, 22050\], spectra float32\[1, 4, 2048, 22\] to/,
    ],
    [
      'gives five stems',
      waveformModel({ gains: [1, 2, 3, 4, 5], samples: 22_050 }),
      {},
      'model-unfit',
      /4 or 6 stems/,
    ],
    [
      'is of another kind',
      gainModel(2),
      {},
      'model-unfit',
      /maps x float32\[\*\] to y float32\[\*\] — that is no separation model/,
    ],
    [
      'is Demucs and told an STFT',
      waveformModel({ gains: GAINS, samples: 22_050 }),
      { nFft: 4096 },
      'bad-settings',
      /has no nFft/,
    ],
    [
      'keeps its weights elsewhere',
      externalDataModel('w.bin'),
      {},
      'model-external-data',
      /other files/,
    ],
    ['is broken', gainModel(2).subarray(0, 40), {}, 'model-broken', /no ONNX model/],
    [
      'gives no numbers',
      waveformModel({ gains: [1, 1, 1, NaN], samples: 22_050 }),
      {},
      'model-bad-output',
      /infinity or NaN/,
    ],
  ])('that %s is refused, and told why', async (_, bytes, settings, code, words) => {
    const error: unknown = await examine(bytes, settings).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code });
    const { message, hint } = error as { message: string; hint: string };
    expect(`${message} ${hint}`).toMatch(words);
  });

  it('whose sizes would exhaust memory is refused', () => {
    const port = { name: 'input', type: 'float32', dims: [1, 4, 16_000, 4000] };
    const signature = { inputs: [port], outputs: [{ ...port, name: 'output' }] };
    const info = { ...signature, provider: 'cpu' as const, unavailable: [], metadata: {} };
    const settings = { nFft: 32_000, stem: 'vocals' };
    expect(() => describeMdx({ name: 'x', info, uvrKey: 'unknown', settings })).toThrow(
      "'x' takes 16000 bins × 4000 frames",
    );
  });
});

describe("UVR's table", () => {
  it('knows a model by the end of its file', async () => {
    const path = join(await tempDir(), 'model.onnx');
    const bytes = randomBytes(10_240_007);
    await writeFile(path, bytes);
    const md5 = (part: Uint8Array) => createHash('md5').update(part).digest('hex');
    expect(await uvrKeyOf(path)).toBe(md5(bytes.subarray(7)));
    await writeFile(path, bytes.subarray(0, 1000));
    expect(await uvrKeyOf(path)).toBe(md5(bytes.subarray(0, 1000)));
  });

  it('tells parameters that the file itself does not', () => {
    expect(uvrModel('970b3f9492014d18fefeedfe4773cb42')).toEqual({
      ...{ nFft: 7680, dimF: 3072, dimT: 256, compensation: 1.009, stem: 'vocals' },
    });
    expect(uvrModel('b02be2d198d4968a121030cf8950b492')?.stem).toBe('no crowd');
    expect(uvrModel('unknown')).toBeUndefined();
  });

  it('names what a model is for that separates something else', () => {
    const port = { name: 'input', type: 'float32', dims: ['batch', 4, 3072, 512] };
    const signature = { inputs: [port], outputs: [{ ...port, name: 'output' }] };
    expect(isMdxSignature(signature)).toBe(true);
    const info = { ...signature, provider: 'cpu' as const, unavailable: [], metadata: {} };
    const uvrKey = 'cd5b2989ad863f116c855db1dfe24e39';
    expect(() => describeMdx({ name: 'x', info, uvrKey, settings: {} })).toThrow(
      "'x' is an MDX-Net model for the stem 'reverb'",
    );
  });
});

describe('the catalogue', () => {
  it('has models that fit their engines, the default ones among them', async () => {
    const store = await openModelStore({ dataDir: await tempDir() });
    const models = await store.list();
    const ofEngine = (id: string) => models.filter(({ engine }) => engine === id);
    expect(ofEngine('mdx').filter((model) => !isMdxSignature(model))).toEqual([]);
    expect(ofEngine('demucs').filter((model) => !isDemucsSignature(model))).toEqual([]);
    for (const { id, defaultModel } of [mdxSeparator, demucsSeparator]) {
      expect(models).toContainEqual(expect.objectContaining({ id: defaultModel, engine: id }));
    }
  });
});

describe('an imported model', () => {
  it('is listed, resolved and verified like any other, by whoever opens the store next', async () => {
    const { path, dataDir, entry } = await imported();
    const store = await openModelStore({ dataDir });
    expect((await store.list()).find(({ id }) => id === entry.id)).toMatchObject({
      ...{ engine: 'demucs', isImported: true, isInstalled: true, isEmbedded: false },
      sha256: await sha256OfFile(path),
    });
    expect(await sha256OfFile(await store.resolve(entry.id))).toBe(entry.sha256);
    expect(await store.verify()).toContainEqual({ id: entry.id, state: 'ok' });
    expect(await store.pull(entry.id)).toBe(await store.resolve(entry.id));
  });

  it('is not handed out once its file was changed', async () => {
    const { dataDir } = await imported();
    await writeFile(join(dataDir, 'models', 'mine.onnx'), 'other bytes');
    const store = await openModelStore({ dataDir });
    await expect(store.resolve('mine')).rejects.toMatchObject({
      code: 'model-corrupt',
      hint: 'Get it again with `canto models import FILE.onnx --name mine`.',
    });
  });

  it('does not take the name of another one', async () => {
    const { path, dataDir, entry } = await imported();
    const store = await openModelStore({ dataDir });
    const other = { ...entry, sha256: '0'.repeat(64) };
    await expect(store.adopt(path, other)).rejects.toMatchObject({ code: 'model-name-taken' });
    const known = { ...entry, id: 'swift-f0' };
    await expect(store.adopt(path, known)).rejects.toMatchObject({ code: 'model-name-taken' });
  });

  it('may be imported again, and removed', async () => {
    const { path, dataDir, entry } = await imported();
    const store = await openModelStore({ dataDir });
    await store.adopt(path, { ...entry, title: 'Anew' });
    expect(store.describe('mine').title).toBe('Anew');
    await store.remove('mine');
    expect(() => store.describe('mine')).toThrow();
    const reopened = await openModelStore({ dataDir });
    await expect(reopened.remove('mine')).rejects.toMatchObject({ code: 'unknown-model' });
  });

  it('that changes while it is copied is not kept', async () => {
    const { path, dataDir, entry } = await imported();
    const store = await openModelStore({ dataDir });
    const changed = { ...entry, id: 'changed', sha256: '0'.repeat(64) };
    await expect(store.adopt(path, changed)).rejects.toMatchObject({ code: 'model-changed' });
    expect(() => store.describe('changed')).toThrow();
  });

  async function imported() {
    const path = await bench.save(waveformModel({ gains: GAINS, samples: 22_050 }));
    const dataDir = await tempDir();
    const { inference } = bench;
    const { entry } = await examineModel(path, { inference, name: 'mine', settings: {} });
    await (await openModelStore({ dataDir })).adopt(path, entry);
    return { path, dataDir, entry };
  }
});
