import { createInferenceHost } from '../../inference/inference-host.js';
import { openModelStore } from '../../inference/model-store.js';
import type { StepFunction } from '../../jobs/plan.js';
import { separateFile } from '../../separation/separate-file.js';
import type { StemCount } from '../../separation/separator.js';
import { chooseSeparator } from '../../separation/separators.js';
import type { SeparatorChoice } from '../engines.js';

/** file `mix` → `vocals.wav`, `accompaniment.wav` (or the four stems). */
export const separateStep: StepFunction = async ({ settings, files, outputDir, ...context }) => {
  const { id, tuning } = settings.engine as SeparatorChoice;
  const { dataDir, modelsMirror: mirror } = context.config;
  const inference = createInferenceHost({ maxProcesses: 1 });
  try {
    const stems = await separateFile(files.mix, outputDir, {
      separator: chooseSeparator(id),
      stems: settings.stems as StemCount,
      inference,
      models: await openModelStore({ dataDir, mirror }),
      tuning,
      signal: context.signal,
      onProgress: context.onProgress,
    });
    return { stems: [...stems] };
  } finally {
    await inference.close();
  }
};
