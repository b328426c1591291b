import { probeFile } from '../../audio/probe-file.js';
import type { Json, StepFunction } from '../../jobs/plan.js';
import { decodeLimits } from '../decode-limits.js';

/** file `source` → no file; data: what it is, its exact length and its peaks. */
export const probeStep: StepFunction = async ({ files, config, ...run }) => {
  const info = await probeFile(files.source, {
    ...run,
    limits: decodeLimits(config),
    ffmpeg: config.ffmpeg,
  });
  return info as unknown as Json;
};
