import { join } from 'node:path';
import { durationSeconds } from '../../audio/audio-data.js';
import { writeWav } from '../../audio/wav.js';
import { openAudioGenerator } from '../../inference/audio-tokens/audio-generator.js';
import { openModelStore } from '../../inference/model-store.js';
import type { StepFunction } from '../../jobs/plan.js';
import { generateMusic } from '../../songs/musicgen/generate-music.js';
import { chooseMusicModel } from '../../songs/musicgen/music-model.js';
import type { MusicEngineChoice } from '../engines.js';

/** What is told of music that a model made. */
export type AboutGeneratedMusic = {
  durationSeconds: number;
  prompt: string;
  seed: number;
  model: string;
  /** The model's, which may bind whoever uses the music. */
  licence: string;
  /** The hardware that ran it. */
  provider: string;
};

/** settings `engine`, `prompt`, `durationSeconds`, `seed` → `music.wav`, mono; data
 *  `AboutGeneratedMusic`. */
export const generateMusicStep: StepFunction = async ({ settings, outputDir, config, ...run }) => {
  const models = await openModelStore({ dataDir: config.dataDir, mirror: config.modelsMirror });
  const { id, licence } = await chooseMusicModel(
    models,
    (settings.engine as MusicEngineChoice).model.id,
  );
  const prompt = settings.prompt as string;
  const seed = settings.seed as number;
  const generator = await openAudioGenerator(await models.resolve(id), { signal: run.signal });
  try {
    const request = { prompt, seed, durationSeconds: settings.durationSeconds as number };
    const music = await generateMusic(request, { ...run, generator });
    await writeWav(join(outputDir, 'music.wav'), music);
    const { provider } = generator.info;
    const about: AboutGeneratedMusic = {
      ...{ durationSeconds: durationSeconds(music), prompt, seed },
      ...{ model: id, licence, provider },
    };
    return about;
  } finally {
    await generator.close();
  }
};
