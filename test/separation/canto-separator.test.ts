import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { audioData, type AudioData } from '../../src/audio/audio-data.js';
import { CancelledError } from '../../src/errors.js';
import { seededNormal } from '../../src/dsp/random.js';
import { Stft, type Spectrogram } from '../../src/dsp/stft.js';
import { createInferenceHost, type InferenceHost } from '../../src/inference/inference-host.js';
import { openModelStore, type ModelStore } from '../../src/inference/model-store.js';
import { float32Data, float32Tensor } from '../../src/inference/tensor.js';
import { agreedShare } from '../../src/separation/agreement.js';
import { cantoSeparator, createCantoSeparator } from '../../src/separation/canto-separator.js';
import { separateAudio } from '../../src/separation/separate-audio.js';
import type { Separator } from '../../src/separation/separator.js';
import { identityModel, spectralFilterModel } from '../support/onnx-writer.js';
import { difference, errorDb, peakDb, rms, scaled } from './measures.js';
import { separatorContract } from './separator-contract.js';
import { voiceOverBand } from './voice-over-band.js';

/** Filters that leave everything, or a quarter of it, to the voice. */
const EVERYTHING = spectralFilterModel({ constant: [1, 0, 0, 1] });
const A_QUARTER = spectralFilterModel({ constant: [0.25, 0, 0, 0.25] });

/** The engine that hears its network alone, whose filters say exactly what comes out. */
const networkAlone = createCantoSeparator();

/** What the network's windows share in the interior must be as if it had seen all at once; float32
 *  sums over 129 frames differ in their last bits. */
const WINDOW_ERROR_DB = -100;

let dir: string;
let inference: InferenceHost;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'canto-separator-'));
  inference = createInferenceHost({ maxProcesses: 1 });
});
afterAll(async () => {
  await inference.close();
  await rm(dir, { recursive: true });
});

describe('the contract of separators', () =>
  separatorContract(cantoSeparator, async () => ({
    models: await storeOf(A_QUARTER),
    tuning: {},
  })));

describe('the second opinion', () => {
  it.each([0, 0.5, 1])("of %f is weighed against the network's", async (share) => {
    const { mix } = voiceOverBand(2);
    const { vocals } = await separate(mix, A_QUARTER, opinionOf(share));
    const expected = scaled(mix, agreedShare(0.25, share));
    expect(rms(difference(vocals, expected)) / rms(mix)).toBeLessThan(1e-5);
  });

  it('makes no click at any boundary of windows or sections', async () => {
    const sine = sineOf(440, 60);
    const { vocals } = await separate(sine, A_QUARTER, opinionOf(0.5));
    const expected = scaled(sine, agreedShare(0.25, 0.5));
    expect(peakDb(difference(vocals, expected))).toBeLessThan(-80);
  });
});

describe("Canto's separator", () => {
  it('with a filter of ones gives the mix as the vocals', async () => {
    const { mix } = voiceOverBand(3);
    const { vocals } = await separate(mix, EVERYTHING);
    expect(errorDb(vocals, mix)).toBeLessThan(-100);
  });

  it('with the same filter everywhere gives a scaled copy', async () => {
    const { mix } = voiceOverBand(3);
    const { vocals } = await separate(mix, A_QUARTER);
    expect(errorDb(vocals, scaled(mix, 0.25))).toBeLessThan(-100);
  });

  it('gives the side what the filter takes from the mid, and the other way round', async () => {
    const crossed = spectralFilterModel({ constant: [0, 0.5, 0.25, 0] });
    const { mix } = voiceOverBand(2);
    const [left, right] = mix.channels;
    const mid = left.map((x, i) => (x - right[i]) / 4);
    const side = left.map((x, i) => (x + right[i]) / 8);
    const { vocals } = await separate(mix, crossed);
    const expected = [mid.map((x, i) => x + side[i]), mid.map((x, i) => x - side[i])];
    expect(errorDb(vocals, audioData(mix.sampleRate, expected))).toBeLessThan(-100);
  });

  it('keeps a mono song mono, whatever the filter says', async () => {
    const [left] = voiceOverBand(2).mix.channels;
    const widening = spectralFilterModel({ constant: [0.5, 0, 0.5, 0] });
    const { vocals } = await separate(audioData(44_100, [left, left.slice()]), widening);
    expect(vocals?.channels[0]).toEqual(vocals?.channels[1]);
  });

  it('makes no click at any boundary of windows or sections', async () => {
    const sine = sineOf(440, 60);
    const { vocals } = await separate(sine, A_QUARTER);
    expect(peakDb(difference(vocals, scaled(sine, 0.25)))).toBeLessThan(-80);
  });

  it('filters in windows as if the network had seen all at once', async () => {
    const reacting = spectralFilterModel({ constant: [0, 0, 0, 0], gain: 0.01, span: 129 });
    const noise = noiseOf(30);
    const { vocals } = await separate(noise, reacting);
    const expected = await filteredAtOnce(noise, reacting);
    expect(errorDb(vocals, expected)).toBeLessThan(WINDOW_ERROR_DB);
  });

  it('stops in the middle of a run', async () => {
    const controller = new AbortController();
    const cancelling: InferenceHost = {
      ...inference,
      async open(model, options) {
        const session = await inference.open(model, options);
        return {
          ...session,
          run(feeds, runOptions) {
            setTimeout(() => controller.abort());
            return session.run(feeds, runOptions);
          },
        };
      },
    };
    const work = separateAudio(noiseOf(5), {
      separator: cantoSeparator,
      stems: 2,
      inference: cancelling,
      models: await storeOf(A_QUARTER),
      tuning: {},
      signal: controller.signal,
    });
    await expect(work).rejects.toThrow(CancelledError);
  });

  it('refuses another model in its place', async () => {
    const work = separate(noiseOf(1), identityModel());
    await expect(work).rejects.toMatchObject({ code: 'model-mismatch' });
  });
});

async function separate(mix: AudioData, model: Uint8Array, separator = networkAlone) {
  const models = await storeOf(model);
  return separateAudio(mix, { separator, stems: 2, inference, models, tuning: {} });
}

/** The engine with an opinion that gives the voice the same share of everything. */
function opinionOf(share: number): Separator {
  return createCantoSeparator((stft, { length }) => {
    const mask = new Float32Array(stft.framesFor(length) * stft.bins).fill(share);
    return Promise.resolve({ mid: mask, side: mask });
  });
}

/** A model store in which `model` is Canto's separator. */
async function storeOf(model: Uint8Array): Promise<ModelStore> {
  const sha256 = createHash('sha256').update(model).digest('hex');
  const file = `${sha256}.onnx`;
  const manifestPath = join(dir, `${sha256}.json`);
  await writeFile(join(dir, file), model);
  const dims = [1, 4, 'frames', 1024];
  const entry = {
    id: 'canto-separator',
    title: 'a stand-in',
    purpose: 'tests',
    licence: 'none',
    inputs: [{ name: 'spectra', type: 'float32', dims }],
    outputs: [{ name: 'filter', type: 'float32', dims }],
  };
  await writeFile(manifestPath, JSON.stringify([{ ...entry, file, sha256, bytes: model.length }]));
  return openModelStore({ dataDir: dir, manifestPath });
}

/** The vocals by one run of `model` over the whole of `mix`, at −20 dBFS, written down plainly. */
async function filteredAtOnce(mix: AudioData, model: Uint8Array): Promise<AudioData> {
  const stft = new Stft(4096, 1024);
  const [left, right] = scaled(mix, 0.1 / rms(mix)).channels;
  const mid = stft.forward(left.map((x, i) => (x + right[i]) / 2));
  const side = stft.forward(left.map((x, i) => (x - right[i]) / 2));
  const filter = await filterOf([mid.re, mid.im, side.re, side.im], mid.frames, model);
  const gainAt = (c: number, t: number, bin: number) => {
    const row = filter.subarray((c * mid.frames + t) * 1024, (c * mid.frames + t + 1) * 1024);
    return bin < 1024 ? row[bin] : row.subarray(650).reduce((sum, x) => sum + x / 374, 0);
  };
  const apply = (c: number): Spectrogram => {
    const out = { ...mid, re: mid.re.slice(), im: mid.im.slice() };
    for (let t = 0; t < mid.frames; t++) {
      const above = [gainAt(c, t, 1024), gainAt(c + 1, t, 1024)];
      for (let bin = 0; bin < mid.bins; bin++) {
        const i = t * mid.bins + bin;
        const [a, b] = bin < 1024 ? [gainAt(c, t, bin), gainAt(c + 1, t, bin)] : above;
        out.re[i] = a * mid.re[i] + b * side.re[i];
        out.im[i] = a * mid.im[i] + b * side.im[i];
      }
    }
    return out;
  };
  const [m, s] = [0, 2].map((c) => stft.inverse(apply(c), mix.length));
  const voice = [m.map((x, i) => x + s[i]), m.map((x, i) => x - s[i])];
  return scaled(audioData(mix.sampleRate, voice), rms(mix) / 0.1);
}

async function filterOf(planes: Float32Array[], frames: number, model: Uint8Array) {
  const path = await (await storeOf(model)).resolve('canto-separator');
  const input = new Float32Array(4 * frames * 1024);
  planes.forEach((plane, c) => {
    for (let t = 0; t < frames; t++) {
      input.set(plane.subarray(t * 2049, t * 2049 + 1024), (c * frames + t) * 1024);
    }
  });
  const session = await inference.open({ path });
  const outputs = await session.run({ spectra: float32Tensor(input, [1, 4, frames, 1024]) });
  return float32Data(outputs, 'filter');
}

function sineOf(hz: number, durationSeconds: number): AudioData {
  const sine = Float32Array.from(
    { length: durationSeconds * 44_100 },
    (_, i) => 0.5 * Math.sin((2 * Math.PI * hz * i) / 44_100),
  );
  return audioData(44_100, [sine, sine.map((x) => 0.7 * x)]);
}

function noiseOf(durationSeconds: number): AudioData {
  const normal = seededNormal(11);
  const noise = () => Float32Array.from({ length: durationSeconds * 44_100 }, () => 0.1 * normal());
  return audioData(44_100, [noise(), noise()]);
}
