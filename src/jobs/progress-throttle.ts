import type { PlanProgress } from './run-plan.js';

/** Steps of progress that a reader can see. */
const SMALLEST_STEP = 0.01;

/** A reader sees that something moves, at least that often. */
const LONGEST_SILENCE_MS = 250;

/** Passes on what is worth showing: each new stage, each percent, and 4 reports per second. */
export function throttleProgress(
  onProgress: (progress: PlanProgress) => void,
): (progress: PlanProgress) => void {
  let last: PlanProgress = { stage: '', fraction: -1 };
  let lastMs = -Infinity;
  return (progress) => {
    const sameStage = progress.stage === last.stage;
    const smallStep = progress.fraction - last.fraction < SMALLEST_STEP;
    if (sameStage && smallStep && performance.now() - lastMs < LONGEST_SILENCE_MS) return;
    last = progress;
    lastMs = performance.now();
    onProgress(progress);
  };
}
