import { probeFile } from '../../audio/probe-file.js';
import type { Json, StepFunction } from '../../jobs/plan.js';
import { decodeLimits } from '../decode-limits.js';

/** file `source` → no file; data: what it is, its exact length, and `peaks`: the highest absolute
 *  sample in each stretch of it. */
export const probeStep: StepFunction = async ({ files, config, ...run }) => {
  const { info, peaks } = await probeFile(files.source, {
    ...run,
    limits: decodeLimits(config, 'stretches'),
    ffmpeg: config.ffmpeg,
  });
  return { ...info, peaks } as unknown as Json;
};
