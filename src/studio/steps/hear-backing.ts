import { readWav } from '../../audio/wav.js';
import { hearBacking } from '../../instruments/backing/hear-backing.js';
import type { StepFunction } from '../../jobs/plan.js';

/** file `backing` → data `BackingMusic`. */
export const hearBackingStep: StepFunction = async ({ files, ...run }) => {
  const { key, bpm, firstBeatSeconds } = await hearBacking(await readWav(files.backing), run);
  return { key: { ...key }, bpm, firstBeatSeconds };
};
