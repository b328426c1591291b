import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { StepFunction } from '../../jobs/plan.js';
import { blendVoices } from '../../voices/blend-voices.js';

/** files `first`, `second` (and others, which a unique voice is to differ from), settings `id`, `name`,
 *  `mix`, perhaps `distance` → `voice.canto-voice`. */
export const blendVoicesStep: StepFunction = async ({ settings, files, outputDir }) => {
  const bytes = await blendVoices([files.first, files.second], {
    id: settings.id as string,
    name: settings.name as string,
    mix: settings.mix as number,
    ...(typeof settings.distance === 'number' && {
      unique: { distance: settings.distance, others: Object.values(files) },
    }),
  });
  await writeFile(join(outputDir, 'voice.canto-voice'), bytes);
  return null;
};
