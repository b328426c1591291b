import { join } from 'node:path';
import { readWav, writeWav } from '../../audio/wav.js';
import type { StepFunction } from '../../jobs/plan.js';
import { mixCover } from '../../mixing/mix-cover.js';
import { mixSettingsSchema } from '../../mixing/mix-settings.js';

/** files `lead`, `instrumental`, perhaps `backing` → `mixed.wav`. */
export const mixStep: StepFunction = async ({ settings, files, outputDir, ...run }) => {
  const { version: _, ...mixSettings } = settings;
  const parts = {
    lead: await readWav(files.lead),
    instrumental: await readWav(files.instrumental),
    ...(files.backing && { backing: await readWav(files.backing) }),
  };
  const mixed = await mixCover(parts, mixSettingsSchema.parse(mixSettings), run);
  await writeWav(join(outputDir, 'mixed.wav'), mixed);
  return null;
};
