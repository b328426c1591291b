import { join } from 'node:path';
import { writeWav } from '../../audio/wav.js';
import { openModelStore } from '../../inference/model-store.js';
import type { StepFunction } from '../../jobs/plan.js';
import { singPreview } from '../../voices/voice-preview.js';
import { plannedVoice } from './planned-voice.js';

/** settings `voice` → `preview.wav`. */
export const voicePreviewStep: StepFunction = async ({ settings, outputDir, config, ...run }) => {
  const voice = await plannedVoice(settings.voice as { id: string; sha256: string }, config);
  const models = await openModelStore({ dataDir: config.dataDir, mirror: config.modelsMirror });
  const preview = await singPreview(voice, { ...run, models });
  await writeWav(join(outputDir, 'preview.wav'), preview, 16);
  return null;
};
