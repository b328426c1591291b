import { describe, expect, it } from 'vitest';
import { audioData, toMono, type AudioData } from '../../src/audio/audio-data.js';
import type { LoadedModel } from '../../src/separation/public-model.js';
import { demucsSeparator, openDemucs } from '../../src/separation/demucs/demucs-separator.js';
import { separateAudio } from '../../src/separation/separate-audio.js';
import type { SeparatorTuning } from '../../src/separation/separator-tuning.js';
import type { StemCount } from '../../src/separation/separator.js';
import { waveformModel } from '../support/onnx-writer.js';
import { modelBench } from '../support/public-models.js';
import { separatorContract } from './separator-contract.js';
import { scaled } from './measures.js';
import { filtered, sines, worstErrorDb } from './stereo-signals.js';

const bench = modelBench();

/** Drums, bass, other, vocals; they sum to 1. */
const GAINS = [0.2, 0.3, 0.4, 0.1];
const SEGMENT = 22_050;
const STEP = SEGMENT - Math.floor(0.25 * SEGMENT);

/** Single precision, once normalised and back. */
const ROUNDING_DB = -100;

describe('Demucs', () => {
  it.each([
    ...[1, 100, SEGMENT - 1, SEGMENT, SEGMENT + 1],
    ...[SEGMENT + STEP - 1, SEGMENT + STEP, SEGMENT + STEP + 1, 100_000],
  ])('stems of a section of %i samples are what the model says, to both ends', async (length) => {
    const mix = sines(length, 440, 5000);
    const heard = withOffset(mix, -mean(toMono(mix)));
    const { drums, bass, vocals } = await cutStems(mix, { gains: GAINS, samples: SEGMENT });
    expect(worstErrorDb(drums!, scaled(heard, 0.2))).toBeLessThan(ROUNDING_DB);
    expect(worstErrorDb(bass!, scaled(heard, 0.3))).toBeLessThan(ROUNDING_DB);
    expect(worstErrorDb(vocals!, scaled(heard, 0.1))).toBeLessThan(ROUNDING_DB);
  });

  it.each([
    { samples: 4410 },
    { samples: 44_100 },
    { samples: SEGMENT, tuning: { overlap: 0.5 } },
    { samples: SEGMENT, tuning: { overlap: 0.9 } },
    { samples: SEGMENT, tuning: { shifts: 3 } },
    { samples: 'samples', tuning: { segmentSeconds: 1 } },
  ])('a filter filters across all boundaries with %o', async ({ samples, tuning }) => {
    const mix = sines(100_000, 440, 5000);
    const filter = [0.5, 0.3, 0, -0.2];
    const model = { gains: GAINS, samples, filter };
    const { vocals } = await cutStems(mix, model, { stems: 2, tuning });
    const taps = new Map(filter.map((gain, delay) => [delay, 0.1 * gain]));
    // What a segment lacks at its start weighs as little as the fade there: (π · 3 / 2 / 1102)² = −95 dB.
    expect(worstErrorDb(vocals!, filtered(mix, taps))).toBeLessThan(-90);
  });

  it('without overlap, every boundary would be heard', async () => {
    const mix = sines(100_000, 440, 5000);
    const model = { gains: GAINS, samples: SEGMENT, filter: [0, 0, 0, 1] };
    const { vocals } = await cutStems(mix, model, { stems: 2, tuning: { overlap: 0 } });
    expect(worstErrorDb(vocals!, filtered(mix, new Map([[3, 0.1]])))).toBeGreaterThan(-30);
  });

  it('no join of two sections of a song is heard', async () => {
    const separator = { ...demucsSeparator, sectionSeconds: 10 };
    const mix = sines(44_100 * 15, 440, 5000);
    const { vocals } = await separateAudio(mix, {
      ...{ separator, stems: 2, inference: bench.inference },
      models: await bench.import('four', waveformModel({ gains: GAINS, samples: SEGMENT })),
      tuning: { model: 'four' },
    });
    expect(worstErrorDb(vocals!, scaled(mix, 0.1))).toBeLessThan(ROUNDING_DB);
  });

  it('guitar and piano of six stems stay in the other one', async () => {
    const mix = sines(50_000, 440, 5000);
    const gains = [0.1, 0.2, 0.05, 0.3, 0.15, 0.2];
    const stems = await separateAudio(mix, {
      separator: demucsSeparator,
      stems: 4,
      inference: bench.inference,
      models: await bench.import('six', waveformModel({ gains, samples: SEGMENT })),
      tuning: { model: 'six' },
    });
    expect(worstErrorDb(stems.vocals!, scaled(mix, 0.3))).toBeLessThan(ROUNDING_DB);
    expect(worstErrorDb(stems.other!, scaled(mix, 0.4))).toBeLessThan(ROUNDING_DB);
  });

  it('the model hears a mono mix of mean 0 and deviation 1; the vocals get the deviation back', async () => {
    const heard: Float32Array[] = [];
    const loaded = listeningModel(SEGMENT, heard);
    const mix = sines(SEGMENT, 440, 5000);
    const section = withOffset(mix, 0.05);
    const { vocals } = await openDemucs(loaded, { stems: 2, tuning: {} }).separate(section, {});
    const [left, right] = [heard[0].subarray(0, SEGMENT), heard[0].subarray(SEGMENT)];
    const mono = toMono(audioData(44_100, [left, right]));
    expect(mean(mono)).toBeCloseTo(0, 5);
    expect(mean(mono.map((sample) => sample ** 2))).toBeCloseTo(1, 4);
    expect(worstErrorDb(vocals!, withOffset(mix, -mean(toMono(mix))))).toBeLessThan(ROUNDING_DB);
  });

  it('a segment that the file fixes is not another one', async () => {
    const mix = sines(1000, 440);
    const model = { gains: GAINS, samples: SEGMENT };
    const asked = (segmentSeconds: number) =>
      cutStems(mix, model, { stems: 2, tuning: { segmentSeconds } });
    await expect(asked(2)).rejects.toThrow(
      "model 'made-up' takes segments of 0.50 s — 2 s were asked for",
    );
    await asked(0.5);
  });
});

describe('the engine demucs', () => {
  separatorContract(demucsSeparator, async () => ({
    models: await bench.import('made-up', waveformModel({ gains: GAINS, samples: SEGMENT })),
    tuning: { model: 'made-up', shifts: 1 },
  }));
});

/** The stems of `mix` by a made-up model. */
async function cutStems(
  mix: AudioData,
  model: Parameters<typeof waveformModel>[0],
  { stems = 4, tuning = {} }: { stems?: StemCount; tuning?: SeparatorTuning } = {},
) {
  const loaded = await bench.load(waveformModel(model));
  return openDemucs(loaded, { stems, tuning }).separate(mix, {});
}

/** Four times what it hears, which it notes. */
function listeningModel(samples: number, heard: Float32Array[]): LoadedModel {
  const info = {
    inputs: [{ name: 'mix', type: 'float32', dims: [1, 2, samples] }],
    outputs: [{ name: 'stems', type: 'float32', dims: [1, 4, 2, samples] }],
    provider: 'cpu' as const,
    unavailable: [],
    metadata: {},
  };
  return {
    ...{ name: 'listening', info, settings: {}, uvrKey: 'unknown' },
    session: {
      info,
      run: ({ mix }) => {
        const waveform = mix.data as Float32Array;
        heard.push(waveform);
        const data = new Float32Array(8 * samples);
        for (let stem = 0; stem < 4; stem++) data.set(waveform, stem * 2 * samples);
        return Promise.resolve({ stems: { type: 'float32', data, dims: [1, 4, 2, samples] } });
      },
    },
  };
}

function mean(samples: Float32Array): number {
  return samples.reduce((sum, sample) => sum + sample, 0) / samples.length;
}

function withOffset({ sampleRate, channels }: AudioData, offset: number): AudioData {
  return audioData(
    sampleRate,
    channels.map((channel) => channel.map((sample) => sample + offset)),
  );
}
