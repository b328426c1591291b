import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeWav } from '../../audio/wav.js';
import { openBand } from '../../instruments/catalogue.js';
import type { StepFunction } from '../../jobs/plan.js';
import { scoreSchema } from '../../score/score.js';
import { renderPart } from '../../songs/render-score.js';

const SAMPLE_RATE = 44100;

/** file `score` of one part → `stem.wav`. */
export const playPartStep: StepFunction = async ({
  settings,
  files,
  outputDir,
  config,
  ...run
}) => {
  const score = scoreSchema.parse(JSON.parse(await readFile(files.score, 'utf8')));
  const band = openBand({ soundFont: config.soundFont });
  const stem = await renderPart(score, score.parts[0], {
    ...run,
    ...{ band, sampleRate: SAMPLE_RATE, seed: settings.seed as number },
  });
  await writeWav(join(outputDir, 'stem.wav'), stem);
  return null;
};
