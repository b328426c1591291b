import { join } from 'node:path';
import { writeFile } from 'node:fs/promises';
import { readWav } from '../../audio/wav.js';
import { openModelStore } from '../../inference/model-store.js';
import { heardToJson } from '../../instruments/listening/heard-file.js';
import { chooseListener } from '../../instruments/listening/listeners.js';
import type { StepFunction } from '../../jobs/plan.js';
import { choosePitchTracker } from '../../pitch/pitch-trackers.js';
import type { EngineChoice } from '../engines.js';

/** file `hum` → `heard.json`. */
export const listenStep: StepFunction = async ({ settings, files, outputDir, config, ...run }) => {
  const listener = chooseListener((settings.listener as EngineChoice).id);
  const tracker = await choosePitchTracker((settings.pitch as EngineChoice | null)?.id, config);
  const models = await openModelStore({ dataDir: config.dataDir, mirror: config.modelsMirror });
  const heard = await listener.listen(await readWav(files.hum), { ...run, tracker, models });
  await writeFile(join(outputDir, 'heard.json'), heardToJson(heard));
  return null;
};
