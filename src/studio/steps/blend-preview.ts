import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeWav } from '../../audio/wav.js';
import { openModelStore } from '../../inference/model-store.js';
import type { StepFunction } from '../../jobs/plan.js';
import { blendVoices } from '../../voices/blend-voices.js';
import { readVoice } from '../../voices/voice-library.js';
import { singPreview } from '../../voices/voice-preview.js';
import { plannedVoice } from './planned-voice.js';

type Parent = { id: string; sha256: string };

/** settings `first`, `second`, `mix` → `preview.wav`: a blend that is in no library, heard. */
export const blendPreviewStep: StepFunction = async ({ settings, outputDir, config, ...run }) => {
  const first = await plannedVoice(settings.first as Parent, config);
  const second = await plannedVoice(settings.second as Parent, config);
  const file = join(outputDir, 'blend.canto-voice');
  const blend = { id: 'blend', name: 'Blend', mix: settings.mix as number };
  await writeFile(file, await blendVoices([first.file, second.file], blend));
  const models = await openModelStore({ dataDir: config.dataDir, mirror: config.modelsMirror });
  const preview = await singPreview(await readVoice(file), { ...run, models });
  await rm(file);
  await writeWav(join(outputDir, 'preview.wav'), preview, 16);
  return null;
};
