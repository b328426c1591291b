import { openModelStore } from '../../inference/model-store.js';
import type { StepFunction } from '../../jobs/plan.js';

/** settings `model`, `acceptLicence` → no file: the model is in the data folder then. */
export const pullModelStep: StepFunction = async ({ settings, config, signal, onProgress }) => {
  const store = await openModelStore({ dataDir: config.dataDir, mirror: config.modelsMirror });
  const id = settings.model as string;
  await store.pull(id, { signal, onProgress, acceptLicence: settings.acceptLicence === true });
  return { model: id };
};
