import { tmpdir } from 'node:os';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { audioData, type AudioData } from '../../src/audio/audio-data.js';
import { siSdrDb } from '../../src/dsp/si-sdr.js';
import { CancelledError } from '../../src/errors.js';
import { createInferenceHost } from '../../src/inference/inference-host.js';
import { openModelStore } from '../../src/inference/model-store.js';
import type { RunOptions } from '../../src/progress.js';
import { separateAudio } from '../../src/separation/separate-audio.js';
import type { SeparateOptions } from '../../src/separation/separate-song.js';
import type {
  Separator,
  SeparatorOptions,
  StemCount,
  Stems,
} from '../../src/separation/separator.js';
import { voiceOverBand } from './voice-over-band.js';

/** The stems' sum differs from the mix by rounding only: the interface promises −60 dB. */
const SUM_ERROR_DB = -60;

/** The laws that every separation engine keeps. Call it inside a `describe`.
 *  @param setUp what the engine is opened with, if not with Canto's own models */
export function separatorContract(
  separator: Separator,
  setUp: () => Promise<Pick<SeparatorOptions, 'models' | 'tuning'>> = ownModels,
): void {
  let options: Omit<SeparateOptions, 'stems'>;
  beforeAll(async () => {
    options = {
      separator,
      inference: createInferenceHost({ maxProcesses: 1 }),
      ...(await setUp()),
    };
  });
  afterAll(() => options.inference.close());
  const separate = (mix: AudioData, stems: StemCount = 2, run: RunOptions = {}) =>
    separateAudio(mix, { ...options, stems, ...run });

  for (const stems of separator.stemCounts) {
    it(`${stems} stems sum to the mix, and are of its length`, async () => {
      const { mix } = voiceOverBand(3);
      const parts = await separate(mix, stems);
      expect(Object.keys(parts).sort()).toEqual(namesOf(stems));
      for (const part of Object.values(parts)) expectShapeOf(mix, part);
      expect(sumErrorDb(parts, mix)).toBeLessThan(SUM_ERROR_DB);
    });

    it(`silence gives ${stems} silent stems`, async () => {
      const mix = audioData(44_100, [new Float32Array(50_000), new Float32Array(50_000)]);
      const parts = await separate(mix, stems);
      for (const part of Object.values(parts)) expect(peak(part)).toBe(0);
    });
  }

  it.each([44_100, 48_000])('works at %i Hz', async (sampleRate) => {
    const { mix } = voiceOverBand(1, sampleRate);
    const parts = await separate(mix);
    expectShapeOf(mix, parts.vocals);
  });

  it('a mono song as stereo gives mono stems', async () => {
    const { mix } = voiceOverBand(2);
    const [left] = mix.channels;
    const mono = audioData(mix.sampleRate, [left, left.slice()]);
    const { vocals, accompaniment } = await separate(mono);
    expect(vocals?.channels[0]).toEqual(vocals?.channels[1]);
    expect(accompaniment?.channels[0]).toEqual(accompaniment?.channels[1]);
  });

  it('the same song gives the same bytes', async () => {
    const { mix } = voiceOverBand(2);
    const first = await separate(mix);
    const second = await separate(mix);
    expect(first).toEqual(second);
  });

  it('the mix is left as it was', async () => {
    const { mix } = voiceOverBand(1);
    const before = mix.channels.map((channel) => channel.slice());
    await separate(mix);
    expect(mix.channels).toEqual(before);
  });

  it.each([1, 100, 4410])('a clip of %i samples comes back whole', async (length) => {
    const { mix } = voiceOverBand(1);
    const clip = audioData(
      mix.sampleRate,
      mix.channels.map((c) => c.slice(9000, 9000 + length)),
    );
    const parts = await separate(clip);
    expectShapeOf(clip, parts.vocals);
    expect(sumErrorDb(parts, clip)).toBeLessThan(SUM_ERROR_DB);
  });

  it('of a song without a voice, the accompaniment is nearly everything', async () => {
    const { band } = voiceOverBand(6);
    const { accompaniment } = await separate(band);
    expect(siSdrDb(accompaniment?.channels ?? [], band.channels)).toBeGreaterThan(6);
  });

  it('a loud and a quiet copy are separated alike', async () => {
    const { mix } = voiceOverBand(2);
    const quietMix = audioData(
      mix.sampleRate,
      mix.channels.map((c) => c.map((x) => x / 256)),
    );
    const loud = await separate(mix);
    const quiet = await separate(quietMix);
    const likeness = siSdrDb(quiet.vocals?.channels ?? [], loud.vocals?.channels ?? []);
    expect(likeness).toBeGreaterThan(40);
  });

  it('progress never falls and ends at 1', async () => {
    const fractions: number[] = [];
    const onProgress = (fraction: number) => void fractions.push(fraction);
    await separate(voiceOverBand(2).mix, 2, { onProgress });
    expect(fractions).toEqual([...fractions].sort((a, b) => a - b));
    expect(fractions.at(-1)).toBeCloseTo(1, 9);
  });

  it('stops when it is cancelled', async () => {
    const controller = new AbortController();
    const onProgress = (fraction: number) => {
      if (fraction > 0.2) controller.abort();
    };
    const run = separate(voiceOverBand(2).mix, 2, { signal: controller.signal, onProgress });
    await expect(run).rejects.toThrow(CancelledError);
  });
}

async function ownModels(): Promise<Pick<SeparatorOptions, 'models' | 'tuning'>> {
  return { models: await openModelStore({ dataDir: tmpdir() }), tuning: {} };
}

function namesOf(stems: StemCount): string[] {
  return stems === 2 ? ['accompaniment', 'vocals'] : ['bass', 'drums', 'other', 'vocals'];
}

function expectShapeOf(mix: AudioData, part: AudioData | undefined): void {
  expect(part).toMatchObject({ sampleRate: mix.sampleRate, length: mix.length });
  expect(part?.channels.map(({ length }) => length)).toEqual([mix.length, mix.length]);
  expect(part?.channels.every((channel) => channel.every(Number.isFinite))).toBe(true);
}

/** Energy of mix − Σ stems, relative to the mix's. */
function sumErrorDb(parts: Stems, mix: AudioData): number {
  let energy = 0;
  let error = 0;
  for (const [c, channel] of mix.channels.entries()) {
    for (let i = 0; i < channel.length; i++) {
      const sum = Object.values(parts).reduce((total, part) => total + part.channels[c][i], 0);
      energy += channel[i] ** 2;
      error += (channel[i] - sum) ** 2;
    }
  }
  return 10 * Math.log10(error / energy);
}

function peak(audio: AudioData): number {
  return Math.max(
    ...audio.channels.map((channel) => channel.reduce((m, x) => Math.max(m, Math.abs(x)), 0)),
  );
}
