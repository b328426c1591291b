import { describe, expect, it } from 'vitest';
import { audioData, type AudioData } from '../../src/audio/audio-data.js';
import { openMdx, mdxSeparator } from '../../src/separation/mdx/mdx-separator.js';
import { MdxSpectra } from '../../src/separation/mdx/mdx-spectra.js';
import { separateAudio } from '../../src/separation/separate-audio.js';
import type { SeparatorTuning } from '../../src/separation/separator-tuning.js';
import { doublingSpectraModel, spectraModel } from '../support/onnx-writer.js';
import { modelBench } from '../support/public-models.js';
import { separatorContract } from './separator-contract.js';
import { scaled } from './measures.js';
import { filtered, sines, worstErrorDb } from './stereo-signals.js';

const HOP = 1024;
const bench = modelBench();

/** Far above the three lowest bins, which no model is shown, and below every model's cutoff. */
const TONES = [2900, 5300];

/** Single precision through two FFTs and a window; −120 dB are seen. */
const ROUNDING_DB = -100;
/** Where a tone begins or ends, a little of it falls into the bins that aren't shown. */
const EDGE_DB = -80;
/** So does what a chunk's mirror image makes of a tone, unless it is faded over. */
const MIRROR_DB = -60;

const sizes = [
  { nFft: 4096, dimF: 2048, frames: 32 },
  { nFft: 5120, dimF: 2048, frames: 64 },
  { nFft: 6144, dimF: 3072, frames: 128 },
  { nFft: 7680, dimF: 3072, frames: 256 },
];

describe('MDX-Net', () => {
  it.each(sizes)('an identity of $nFft, $dimF × $frames gives the mix back', async (size) => {
    const body = HOP * (size.frames - 1) - size.nFft;
    const mix = sines(Math.round(3.3 * body), ...TONES);
    const vocals = await cutVocals(mix, size);
    expect(worstErrorDb(vocals, mix, size.nFft)).toBeLessThan(ROUNDING_DB);
    expect(worstErrorDb(vocals, mix)).toBeLessThan(EDGE_DB);
  });

  const size = sizes[0];
  const body = HOP * (size.frames - 1) - size.nFft;
  const step = body - Math.floor(0.25 * body);

  it.each([1, 100, body - 1, body, body + 1, body + step - 1, body + step, body + step + 1])(
    'an identity gives a section of %i samples back, both ends included',
    async (length) => {
      const mix = sines(length, ...TONES);
      const vocals = await cutVocals(mix, size);
      expect(vocals.length).toBe(length);
      // A clip that is shorter than the STFT is little but edges.
      expect(worstErrorDb(vocals, mix)).toBeLessThan(length < size.nFft ? -40 : EDGE_DB);
    },
  );

  it.each([
    { tuning: { overlap: 0 }, belowDb: MIRROR_DB },
    { tuning: { overlap: 0.5 }, belowDb: ROUNDING_DB },
    { tuning: { overlap: 0.9 }, belowDb: ROUNDING_DB },
    { tuning: { shifts: 3 }, belowDb: ROUNDING_DB },
  ])('no boundary is heard with $tuning', async ({ tuning, belowDb }) => {
    const mix = sines(3 * body, ...TONES);
    const vocals = await cutVocals(mix, { ...size, tuning });
    expect(worstErrorDb(vocals, mix, size.nFft)).toBeLessThan(belowDb);
  });

  it('no join of two sections of a song is heard', async () => {
    const separator = { ...mdxSeparator, sectionSeconds: 8 };
    const mix = sines(44_100 * 12, ...TONES);
    const { vocals } = await separateAudio(mix, {
      ...{ separator, stems: 2, inference: bench.inference },
      models: await bench.import('identity', spectraModel(size), SETTINGS),
      tuning: { model: 'identity' },
    });
    expect(worstErrorDb(vocals!, mix)).toBeLessThan(EDGE_DB);
  });

  it('any number of frames is taken as the segment says', async () => {
    const mix = sines(120_000, ...TONES);
    const tuning = { segmentSeconds: 1.5 };
    const vocals = await cutVocals(mix, { ...size, frames: 'frames', tuning });
    expect(worstErrorDb(vocals, mix, size.nFft)).toBeLessThan(ROUNDING_DB);
    const fixed = cutVocals(mix, { ...size, tuning });
    await expect(fixed).rejects.toMatchObject({ code: 'segment-fixed' });
  });

  it('a mask that ends between two tones parts them, across all boundaries', async () => {
    const mix = sines(3 * body, 2000, 6000);
    const lowest = Math.round((4000 / 44_100) * size.nFft);
    const mask = Float32Array.from({ length: size.dimF }, (_, bin) => (bin < lowest ? 1 : 0));
    const vocals = await cutVocals(mix, { ...size, mask });
    // The Hann window's side lobes are below −150 dB that far away.
    expect(worstErrorDb(vocals, sines(mix.length, 2000), size.nFft)).toBeLessThan(ROUNDING_DB);
  });

  it('a mask that is a short filter filters, across all boundaries', async () => {
    const delay = 4;
    const mask = Float32Array.from(
      { length: size.dimF },
      (_, bin) => 0.5 + 0.5 * Math.cos((2 * Math.PI * bin * delay) / size.nFft),
    );
    const mix = sines(3 * body, ...TONES);
    const vocals = await cutVocals(mix, { ...size, mask });
    const taps = new Map([
      [0, 0.5],
      [-delay, 0.25],
      [delay, 0.25],
    ]);
    // A window and its copy that is shifted by d fall short of 1 by (π·d / nFft)² / 2: −106 dB.
    expect(worstErrorDb(vocals, filtered(mix, taps), size.nFft)).toBeLessThan(ROUNDING_DB);
  });

  it('compensation brings what the model gives to the level of the mix', async () => {
    const mix = sines(2 * body, ...TONES);
    const mask = new Float32Array(size.dimF).fill(0.8);
    const vocals = await cutVocals(mix, { ...size, mask, settings: { compensation: 1.25 } });
    expect(worstErrorDb(vocals, mix, size.nFft)).toBeLessThan(ROUNDING_DB);
  });

  it('of a model for the instrumental, the vocals are the rest', async () => {
    const mix = sines(2 * body, ...TONES);
    const mask = new Float32Array(size.dimF).fill(0.5);
    const settings = { stem: 'instrumental', compensation: 1.5 };
    const vocals = await cutVocals(mix, { ...size, mask, settings });
    expect(worstErrorDb(vocals, scaled(mix, 0.25), size.nFft)).toBeLessThan(ROUNDING_DB);
  });

  it.each(['vocals', 'instrumental'])(
    'what a model for the %s is not shown stays in the music',
    async (stem) => {
      const mask = new Float32Array(1024).fill(stem === 'vocals' ? 1 : 0);
      const vocals = await cutVocals(sines(2 * body, 3000, 15_000), {
        ...{ nFft: 4096, dimF: 1024, frames: 32, mask },
        settings: { stem },
      });
      const low = sines(2 * body, 3000);
      expect(worstErrorDb(vocals, low, size.nFft)).toBeLessThan(ROUNDING_DB);
    },
  );

  it('a model that gives no numbers, or too many, is refused in one sentence', async () => {
    const mix = sines(body, ...TONES);
    const mask = new Float32Array(size.dimF).fill(NaN);
    await expect(cutVocals(mix, { ...size, mask })).rejects.toThrow(
      "model 'made-up' should give numbers — it gave infinity or NaN",
    );
    const loaded = await bench.load(doublingSpectraModel(size.dimF), SETTINGS);
    const run = openMdx(loaded, { segmentSeconds: 0.7 }).separate(mix, {});
    await expect(run).rejects.toThrow(
      "model 'made-up' should give float32[1, 4, 2048, 32] — it gave [1, 4, 2048, 64]",
    );
  });
});

describe('spectra for MDX-Net', () => {
  const [nFft, dimF, dimT] = [4096, 2048, 32];

  it('are real and imaginary part, left before right, without the three lowest bins', () => {
    const spectra = new MdxSpectra({ nFft, dimF, dimT });
    const right = new Float32Array(spectra.chunkLength);
    const frame = 9;
    right[frame * HOP] = 1;
    const data = spectra.forward([new Float32Array(right.length), right]);
    const at = (plane: number, bin: number, t: number) => data[(plane * dimF + bin) * dimT + t];
    spectra.free();
    expect(data.subarray(0, 2 * dimF * dimT).every((x) => x === 0)).toBe(true);
    for (const bin of [0, 1, 2]) expect(at(2, bin, frame)).toBe(0);
    // An impulse in the middle of a frame, where the window is 1, has the spectrum (−1)^bin.
    for (const bin of [3, 4, 101, 2047]) {
      expect(at(2, bin, frame)).toBeCloseTo((-1) ** bin, 4);
      expect(at(3, bin, frame)).toBeCloseTo(0, 4);
      expect(at(2, bin, frame + 3)).toBe(0);
    }
  });

  it('continue a chunk by its mirror image, as its publishers do', () => {
    const spectra = new MdxSpectra({ nFft, dimF, dimT });
    const omega = (2 * Math.PI * 64) / nFft;
    const cosine = Float32Array.from({ length: spectra.chunkLength }, (_, i) =>
      Math.cos(omega * i),
    );
    const data = spectra.forward([cosine, cosine]);
    spectra.free();
    // A cosine is its own mirror image, so the first frame is like any other: nFft / 4 at its bin.
    const level = (t: number) => Math.hypot(data[64 * dimT + t], data[(dimF + 64) * dimT + t]);
    expect(level(0) / (nFft / 4)).toBeCloseTo(1, 4);
    expect(level(9) / (nFft / 4)).toBeCloseTo(1, 4);
  });
});

describe('the engine mdx', () => {
  separatorContract(mdxSeparator, async () => {
    const mask = Float32Array.from({ length: 2048 }, (_, bin) => (bin % 2 ? 0.2 : 0.1));
    const bytes = spectraModel({ dimF: 2048, frames: 64, mask });
    return { models: await bench.import('made-up', bytes, SETTINGS), tuning: { model: 'made-up' } };
  });
});

const SETTINGS = { nFft: 4096, stem: 'vocals' };

interface CutOptions {
  nFft: number;
  dimF: number;
  frames: number | string;
  mask?: Float32Array;
  settings?: Record<string, string | number>;
  tuning?: SeparatorTuning;
}

/** The vocals of `mix` by a made-up model. */
async function cutVocals(
  mix: AudioData,
  { nFft, settings = {}, tuning = {}, ...model }: CutOptions,
): Promise<AudioData> {
  const loaded = await bench.load(spectraModel(model), { ...SETTINGS, nFft, ...settings });
  const engine = openMdx(loaded, tuning);
  try {
    const { vocals } = await engine.separate(mix, {});
    return vocals ?? audioData(mix.sampleRate, []);
  } finally {
    await engine.close();
  }
}
