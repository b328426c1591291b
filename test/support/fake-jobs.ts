import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadConfig, type Config } from '../../src/config.js';
import type { Json, Plan, PlannedStep, StepInput } from '../../src/jobs/plan.js';
import { createProcessExecutor } from '../../src/jobs/process-executor.js';
import type { StepExecutor } from '../../src/jobs/step-executor.js';
import { stepFunctions } from './fake-steps.js';

/** Settings for a data folder of the test's own. */
export function configOf(dataDir: string, more: Record<string, string> = {}): Config {
  return loadConfig({ CANTO_DATA: dataDir, ...more });
}

/** Runs the fake steps in this process. */
export const executeHere: StepExecutor = async (task, options) => {
  const step = await stepFunctions[task.kind]();
  return step({ ...task, ...options });
};

/** Runs the fake steps as the real ones are run. */
export const executeInProcess: StepExecutor = createProcessExecutor({
  child: new URL('../../src/start/step-child.js', import.meta.url),
  registry: new URL('./fake-steps.js', import.meta.url),
});

/** A step `id` of a kind of `fake-steps.ts`. */
export function step(
  id: string,
  kind: string,
  settings: { [key: string]: Json } = {},
  inputs: { [name: string]: StepInput } = {},
): PlannedStep {
  return { id, kind, title: `Step ${id}`, weight: 1, settings, inputs };
}

/** A plan of steps whose last one makes the result and the report. */
export function planOf(steps: PlannedStep[], file = 'text.txt', seed = 1): Plan {
  const last = steps.at(-1)!.id;
  return { kind: 'fake', seed, steps, results: { result: { step: last, file } }, report: last };
}

/** Three `kind` steps, each working on the one before, that note their runs in `log`. */
export function chain(kind: string, log: string, settings: { [key: string]: Json } = {}): Plan {
  const link = (id: string, before?: string) =>
    step(
      id,
      kind,
      { text: id, log, ...settings },
      before
        ? { text: { step: before, file: 'text.txt' }, facts: { step: before, data: true } }
        : {},
    );
  return planOf([link('a'), link('b', 'a'), link('c', 'b')]);
}

/** The lines that steps have noted in `log`. */
export async function linesOf(log: string): Promise<string[]> {
  if (!existsSync(log)) return [];
  return (await readFile(log, 'utf8')).split('\n').slice(0, -1);
}

export function logIn(dir: string): string {
  return join(dir, 'log');
}
