import { join } from 'node:path';
import { readWav, writeWav } from '../../audio/wav.js';
import type { StepFunction } from '../../jobs/plan.js';
import { chooseSeparator } from '../../separation/separators.js';
import type { EngineChoice } from '../engines.js';

/** file `mix` → `vocals.wav`, `accompaniment.wav` (or the four stems). */
export const separateStep: StepFunction = async ({ settings, files, outputDir, ...run }) => {
  const { id } = settings.engine as EngineChoice;
  const stems = await chooseSeparator(id).separate(await readWav(files.mix), {
    ...run,
    stems: settings.stems as 2 | 4,
  });
  for (const [name, audio] of Object.entries(stems)) {
    await writeWav(join(outputDir, `${name}.wav`), audio);
  }
  return { stems: Object.keys(stems) };
};
