import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readWav } from '../../src/audio/wav.js';
import type { Config } from '../../src/config.js';
import { openModelStore } from '../../src/inference/model-store.js';
import { openJobData } from '../../src/jobs/job-data.js';
import { runPlan } from '../../src/jobs/run-plan.js';
import type { StepExecutor } from '../../src/jobs/step-executor.js';
import { examineMusicModel } from '../../src/songs/musicgen/examine-music-model.js';
import { planGeneratedSong } from '../../src/studio/generated-song.js';
import { stepFunctions } from '../../src/studio/steps/index.js';
import { configOf } from '../support/fake-jobs.js';
import { tempDir } from '../support/temp-dir.js';
import { writeTinyMusicgen } from '../support/tiny-musicgen.js';

const executeHere: StepExecutor = async (task, options) =>
  (await stepFunctions[task.kind]())({ ...task, ...options });

const request = {
  ...{ prompt: 'a slow waltz', durationSeconds: 3, seed: 5, model: 'tiny-music' },
  ...{ targetLufs: -14, ceilingDbtp: -1, format: 'wav' },
};

describe('a song by MusicGen', () => {
  it('is made by an imported model, mastered, and says by what and under which licence', async () => {
    const config = await configWithModel({ suffix: '_quantized', subfolder: '' });
    const { title, plan } = await planGeneratedSong(
      { ...request, bpm: 90, key: 'F# minor', metre: '3/4' },
      config,
    );
    expect(title).toBe('a slow waltz');
    const { files, report } = await run(plan, config);
    const song = await readWav(files['song.wav'].path);
    expect(song.sampleRate).toBe(44_100);
    expect(song.length).toBe(3 * 44_100);
    const prompt = 'a slow waltz, 90 bpm, in F# minor, in 3/4';
    expect(report).toEqual({
      ...{ durationSeconds: 3, prompt, seed: 5 },
      ...{ model: 'tiny-music', licence: 'not known here', provider: 'cpu' },
    });
    const again = await run(plan, config);
    expect(again.steps.every(({ reused }) => reused)).toBe(true);
  });

  it('needs a model, and says which command gets it under which terms', async () => {
    const config = configOf(await tempDir());
    await expect(planGeneratedSong({ ...request, model: undefined }, config)).rejects.toMatchObject(
      {
        kind: 'model',
        code: 'model-missing',
        hint: 'Get it with `canto models pull musicgen-small --accept-licence` (658.4 MB, CC-BY-NC-4.0: the model may not be used commercially).',
      },
    );
    await expect(
      planGeneratedSong({ ...request, model: 'swift-f0' }, config),
    ).rejects.toMatchObject({
      code: 'wrong-engine',
      hint: 'It runs: musicgen-small.',
    });
  });

  it.each([
    [{ lyrics: '[verse]' }, 'knows no lyrics'],
    [{ voice: 'kathleen' }, 'knows no voice'],
    [{ prompt: ' ' }, 'needs a prompt'],
    [{ durationSeconds: 100_000 }, '900 s are allowed here'],
  ])('can not be asked for with %j', async (change, words) => {
    const config = configOf(await tempDir());
    await expect(planGeneratedSong({ ...request, ...change }, config)).rejects.toMatchObject({
      kind: 'input',
      message: expect.stringContaining(words) as string,
    });
  });
});

/** A data folder into which the tiny model was imported. */
async function configWithModel(options: Parameters<typeof writeTinyMusicgen>[1]): Promise<Config> {
  const dir = await tempDir();
  const folder = join(dir, 'Tiny_Music');
  await writeTinyMusicgen(folder, options);
  const config = configOf(join(dir, 'data'));
  const { entry, sources } = await examineMusicModel(folder, {});
  await (await openModelStore({ dataDir: config.dataDir })).adoptFolder(sources, entry);
  return config;
}

async function run(plan: Parameters<typeof runPlan>[0], config: Config) {
  const data = await openJobData(config);
  try {
    const { results } = data.directRun();
    return await runPlan(plan, { files: data.files, results, execute: executeHere, config });
  } finally {
    data.close();
  }
}
