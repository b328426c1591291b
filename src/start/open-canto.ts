import type { Config } from '../config.js';
import { openJobData, type JobData } from '../jobs/job-data.js';
import type { Plan } from '../jobs/plan.js';
import { createProcessExecutor } from '../jobs/process-executor.js';
import { runPlan, type PlanResult, type RunPlanOptions } from '../jobs/run-plan.js';
import type { StepExecutor } from '../jobs/step-executor.js';
import { openVoiceLibrary, type VoiceLibrary } from '../voices/voice-library.js';

/** How far steps yield to other processes beside a server, which wants to answer quickly. */
const SERVER_STEP_NICENESS = 10;

type DirectRunOptions = Pick<RunPlanOptions, 'signal' | 'onProgress'>;

/** This installation, opened: what the server and every command stand on. */
export interface Canto {
  config: Config;
  data: JobData;
  voices: VoiceLibrary;
  execute: StepExecutor;
  /** Runs a plan now, beside any queue; `use` gets the result while its files are sure to stay. */
  run<T>(
    plan: Plan,
    options: DirectRunOptions,
    use: (result: PlanResult) => Promise<T> | T,
  ): Promise<T>;
  close(): void;
}

/** Opens the data folder of `config`.
 *  @throws InputError `bad-data-folder`, `newer-data-folder` */
export async function openCanto(
  config: Config,
  { asServer = false }: { asServer?: boolean } = {},
): Promise<Canto> {
  const data = await openJobData(config);
  const execute = createProcessExecutor({
    child: new URL('./step-child.js', import.meta.url),
    registry: new URL('../studio/steps/index.js', import.meta.url),
    niceness: asServer ? SERVER_STEP_NICENESS : 0,
  });
  return {
    config,
    data,
    voices: openVoiceLibrary(config),
    execute,
    async run(plan, options, use) {
      const { results, release } = data.directRun();
      try {
        return await use(
          await runPlan(plan, { ...options, files: data.files, results, execute, config }),
        );
      } finally {
        await release();
      }
    },
    close: () => data.close(),
  };
}
