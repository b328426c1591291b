import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  openAudioGenerator,
  type AudioGenerator,
} from '../../../src/inference/audio-tokens/audio-generator.js';
import type { GeneratedTokens } from '../../../src/inference/audio-tokens/generation-messages.js';
import { completeFrames, emptyStreams } from '../../../src/inference/audio-tokens/token-streams.js';
import { generateMusic, type MusicRequest } from '../../../src/songs/musicgen/generate-music.js';
import { externalDataModel } from '../../support/onnx-writer.js';
import { tempDir } from '../../support/temp-dir.js';
import { TINY_FRAME_LENGTH, writeTinyMusicgen } from '../../support/tiny-musicgen.js';

const hardware = { providers: ['cpu'], threads: 1 } as const;
const folder = join(tmpdir(), `canto-tiny--${process.pid}`);
const request: MusicRequest = { prompt: 'lo-fi beat, 90 bpm', durationSeconds: 1, seed: 3 };
/** 50 frames, of which 25 are heard again. */
const lengths = { windowSeconds: 1, overlapSeconds: 0.5 };

let generator: AudioGenerator;

beforeAll(async () => {
  await writeTinyMusicgen(folder);
  generator = await openAudioGenerator(folder, hardware);
});

afterAll(async () => {
  await generator.close();
  await rm(folder, { recursive: true });
});

describe('music from words', () => {
  it('has the length that was asked for, to the sample, at 44.1 kHz', async () => {
    for (const durationSeconds of [0.3, 1.2345]) {
      const music = await make({ durationSeconds });
      expect(music.sampleRate).toBe(44_100);
      expect(music.channels).toHaveLength(1);
      const samplesAt32k = Math.round(durationSeconds * 32_000);
      expect(music.length).toBe(Math.round((samplesAt32k * 44_100) / 32_000));
      expect(music.channels[0].some((sample) => Math.abs(sample) > 0.01)).toBe(true);
    }
  });

  it('is the same for the same seed, and another for another seed or other words', async () => {
    const [first, again, seed, words] = [
      await make({ durationSeconds: 2, lengths }),
      await make({ durationSeconds: 2, lengths }),
      await make({ durationSeconds: 2, lengths, seed: 4 }),
      await make({ durationSeconds: 2, lengths, prompt: 'a waltz' }),
    ];
    expect(again).toEqual(first);
    expect(seed.channels[0]).not.toEqual(first.channels[0]);
    expect(words.channels[0]).not.toEqual(first.channels[0]);
  });

  it('tells how far it is, never less than before, and in the end all', async () => {
    const fractions: number[] = [];
    await make({ durationSeconds: 2, lengths }, (fraction) => fractions.push(fraction));
    expect(fractions).toEqual(fractions.toSorted((a, b) => a - b));
    expect(fractions.length).toBeGreaterThan(20);
    expect(fractions.at(-1)).toBe(1);
  });

  function make(changes: Partial<MusicRequest>, onProgress?: (fraction: number) => void) {
    return generateMusic({ ...request, ...changes }, { generator, onProgress });
  }
});

describe('music that is longer than a window', () => {
  it('begins like shorter music, and goes on from the tokens of what was', async () => {
    const windows: GeneratedTokens[] = [];
    const asked: { before: number; frames: number }[] = [];
    const watched: AudioGenerator = {
      ...generator,
      async generate(part, run) {
        asked.push({ before: completeFrames(part.before), frames: part.frames });
        windows.push(await generator.generate(part, run));
        return windows.at(-1)!;
      },
    };
    await generateMusic({ ...request, durationSeconds: 2.2, lengths }, { generator: watched });
    expect(asked).toEqual([
      { before: 0, frames: 50 },
      { before: 25, frames: 25 },
      { before: 25, frames: 25 },
      { before: 25, frames: 10 },
    ]);
    const shared = 25 * TINY_FRAME_LENGTH;
    for (const [n, { samples }] of windows.entries()) {
      if (n === 0) continue;
      // The tiny codec has no memory, so the same tokens are the same sound.
      expect(samples.subarray(0, shared)).toEqual(windows[n - 1].samples.subarray(-shared));
    }
  });

  it('has no seams: where the sound of windows agrees, it comes out as it is', async () => {
    const steady = new Float32Array(200 * TINY_FRAME_LENGTH).map((_, i) => Math.sin(i / 50));
    let played = 0;
    const player: AudioGenerator = {
      ...generator,
      info: { ...generator.info, sampleRate: 44_100 },
      generate({ before, frames }) {
        const start = played - completeFrames(before);
        played += frames;
        const streams = before.map((stream) =>
          Int32Array.from([...stream, ...Array(frames).keys()]),
        );
        const samples = steady.slice(start * TINY_FRAME_LENGTH, played * TINY_FRAME_LENGTH);
        return Promise.resolve({ kind: 'generated', streams, samples });
      },
    };
    const music = await generateMusic(
      { ...request, durationSeconds: 2, lengths: { windowSeconds: 0.9, overlapSeconds: 0.7 } },
      { generator: player },
    );
    expect(music.channels[0]).toEqual(steady.subarray(0, 88_200));
  });

  it('is as if never interrupted, where the model hears all of it', async () => {
    const sure = await tempDir();
    await writeTinyMusicgen(sure, { sureness: 1e4 });
    const deterministic = await openAudioGenerator(sure, hardware);
    try {
      const part = { prompt: 'a march', guidance: 3, seed: 1 };
      const before = emptyStreams(4);
      const whole = await deterministic.generate({ ...part, before, frames: 60 });
      const begun = await deterministic.generate({ ...part, before, frames: 23 });
      const goneOn = await deterministic.generate({ ...part, before: begun.streams, frames: 37 });
      expect(goneOn.streams).toEqual(whole.streams);
      expect(goneOn.samples).toEqual(whole.samples);
      expect(new Set(whole.streams[0]).size).toBeGreaterThan(5);
    } finally {
      await deterministic.close();
    }
  });
});

describe('a generator', () => {
  it('ends at once when it is cancelled', async () => {
    const own = await openAudioGenerator(folder, hardware);
    const controller = new AbortController();
    let cancelledAt = Infinity;
    const run = generateMusic(
      { ...request, durationSeconds: 600 },
      {
        generator: own,
        signal: controller.signal,
        onProgress: () => {
          cancelledAt = Date.now();
          controller.abort();
        },
      },
    );
    await expect(run).rejects.toMatchObject({ code: 'cancelled' });
    await own.close();
    expect(Date.now() - cancelledAt).toBeLessThan(2000);
  });

  it.each<[string, object, string]>([
    ['a melody model', { model_type: 'musicgen_melody' }, "of the type 'musicgen_melody'"],
    ['a stereo model', { decoder: { ...decoderConfig(), audio_channels: 2 } }, 'stereo'],
    ['a config without end', { decoder: { ...decoderConfig(), num_codebooks: 1e9 } }, 'num_codeb'],
  ])('refuses %s, and says why', async (_, config, words) => {
    const dir = await tempDir();
    await writeTinyMusicgen(dir, { config: { ...config } });
    await expect(openAudioGenerator(dir, hardware)).rejects.toMatchObject({
      code: 'model-unfit',
      message: expect.stringContaining(words) as string,
    });
  });

  it('refuses weights in other files, which could be any file', async () => {
    const dir = await tempDir();
    await writeTinyMusicgen(dir, { decoder: externalDataModel('/etc/passwd') });
    await expect(openAudioGenerator(dir, hardware)).rejects.toMatchObject({
      code: 'model-external-data',
    });
  });

  it('names what a folder lacks, and asks no network for it', async () => {
    const dir = await tempDir();
    await mkdir(join(dir, 'onnx'));
    await expect(openAudioGenerator(dir, hardware)).rejects.toThrow('lacks config.json');
    await writeTinyMusicgen(dir);
    await rm(join(dir, 'onnx', 'text_encoder.onnx'));
    await expect(openAudioGenerator(dir, hardware)).rejects.toThrow('lacks text_encoder.onnx');
  });

  it('reports networks that do not fit each other', async () => {
    const dir = await tempDir();
    await writeTinyMusicgen(dir);
    const encoder = await readFile(join(dir, 'onnx', 'text_encoder.onnx'));
    await writeFile(join(dir, 'onnx', 'encodec_decode.onnx'), encoder);
    const broken = await openAudioGenerator(dir, hardware);
    try {
      await expect(
        generateMusic({ ...request, durationSeconds: 0.1 }, { generator: broken }),
      ).rejects.toMatchObject({ kind: 'model', code: 'inference-failed' });
    } finally {
      await broken.close();
    }
  });
});

function decoderConfig() {
  return { model_type: 'musicgen_decoder', num_codebooks: 4, pad_token_id: 48 };
}
