import { join } from 'node:path';
import { writeWav } from '../../audio/wav.js';
import { openBand } from '../../instruments/catalogue.js';
import { playPreview } from '../../instruments/preview.js';
import type { StepFunction } from '../../jobs/plan.js';

/** settings `instrument` → `preview.wav`. */
export const instrumentPreviewStep: StepFunction = async ({
  settings,
  outputDir,
  config,
  ...run
}) => {
  const band = openBand(config);
  const preview = await playPreview(band.instrument(settings.instrument as string), run);
  await writeWav(join(outputDir, 'preview.wav'), preview, 16);
  return null;
};
