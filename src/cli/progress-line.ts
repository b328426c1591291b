import { SingleBar, Presets } from 'cli-progress';
import type { PlanProgress } from '../jobs/run-plan.js';

/** Shows progress until it is stopped. */
export interface ProgressReporter {
  update(progress: PlanProgress): void;
  stop(): void;
}

/** Progress on stderr: a bar on a terminal, a plain line per stage otherwise, nothing when quiet. */
export function createProgressReporter({ quiet }: { quiet: boolean }): ProgressReporter {
  if (quiet) return { update: () => undefined, stop: () => undefined };
  return process.stderr.isTTY ? barReporter() : lineReporter();
}

function barReporter(): ProgressReporter {
  const bar = new SingleBar(
    { format: '{bar} {percentage}%  {stage}', hideCursor: true, stream: process.stderr },
    Presets.shades_classic,
  );
  bar.start(100, 0, { stage: '' });
  return {
    update: ({ stage, fraction }) => bar.update(Math.round(fraction * 100), { stage }),
    stop: () => bar.stop(),
  };
}

function lineReporter(): ProgressReporter {
  let last = '';
  return {
    update({ stage, fraction }) {
      if (stage === last) return;
      last = stage;
      process.stderr.write(`${String(Math.round(fraction * 100)).padStart(3)} %  ${stage}\n`);
    },
    stop: () => undefined,
  };
}
