import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { StepFunction } from '../../jobs/plan.js';
import { openVoiceLibrary } from '../../voices/voice-library.js';

/** settings `voice` → `preview.wav`. */
export const voicePreviewStep: StepFunction = async ({ settings, outputDir, config }) => {
  const { id } = settings.voice as { id: string };
  const file = await openVoiceLibrary(config).previewPath(id);
  await copyFile(file, join(outputDir, 'preview.wav'));
  return null;
};
