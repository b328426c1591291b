import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeWav } from '../../audio/wav.js';
import { openModelStore } from '../../inference/model-store.js';
import type { StepFunction } from '../../jobs/plan.js';
import { scoreSchema } from '../../score/score.js';
import { seedOf } from '../../songs/composing/seeds.js';
import { performPart } from '../../songs/perform.js';
import { stemLength } from '../../songs/render-score.js';
import { singPart } from '../../songs/singing/sing-part.js';
import { plannedVoice } from './planned-voice.js';

const SAMPLE_RATE = 44100;

/** file `score` of one part with syllables → `stem.wav`, mono. */
export const singPartStep: StepFunction = async ({
  settings,
  files,
  outputDir,
  config,
  ...run
}) => {
  const score = scoreSchema.parse(JSON.parse(await readFile(files.score, 'utf8')));
  const [part] = score.parts;
  const seed = settings.seed as number;
  const played = performPart(score, part, { seed });
  const stem = await singPart(
    // One note at a time, in order: what is played is what is written.
    played.map((note, n) => ({ ...note, syllable: part.notes[n].syllable })),
    {
      ...run,
      voice: await plannedVoice(settings.voice as { id: string; sha256: string }, config),
      models: await openModelStore({ dataDir: config.dataDir, mirror: config.modelsMirror }),
      ...{ sampleRate: SAMPLE_RATE, length: stemLength(score, SAMPLE_RATE) },
      // Singers of a choir don't waver together.
      seed: seedOf(seed, part.id),
    },
  );
  await writeWav(join(outputDir, 'stem.wav'), stem);
  return null;
};
