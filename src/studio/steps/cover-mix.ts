import { join } from 'node:path';
import { readWav, writeWav } from '../../audio/wav.js';
import type { StepFunction } from '../../jobs/plan.js';
import { mixCover } from '../../mixing/mix-cover.js';
import { mixSettingsSchema } from '../../mixing/mix-settings.js';
import type { LeadData } from './lead.js';

/** files `lead`, `instrumental`, perhaps `backing`, data `heard` → `mixed.wav`; data: the session. */
export const coverMixStep: StepFunction = async ({ settings, files, data, outputDir, ...run }) => {
  const { version: _, ...mixSettings } = settings;
  const { room } = data.heard as LeadData;
  const parts = {
    lead: await readWav(files.lead),
    instrumental: await readWav(files.instrumental),
    ...(files.backing && { backing: await readWav(files.backing) }),
    ...(room && { room }),
  };
  const { audio, session } = await mixCover(parts, mixSettingsSchema.parse(mixSettings), run);
  await writeWav(join(outputDir, 'mixed.wav'), audio);
  return session;
};
