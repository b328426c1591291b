import { Histogram, type Registry } from 'prom-client';
import { toErrorRecord } from '../errors.js';
import type { StepExecutor } from '../jobs/step-executor.js';

/** Seconds; from a cached look to the separation of a long song. */
const BUCKETS = [0.5, 1, 2, 5, 10, 20, 40, 80, 160, 600];

/** An executor that notes in `registry` how long each step takes, by kind and outcome. */
export function measureSteps(execute: StepExecutor, registry: Registry): StepExecutor {
  const seconds = new Histogram({
    name: 'canto_step_seconds',
    help: 'Time that steps take, by kind and outcome',
    labelNames: ['kind', 'outcome'],
    buckets: BUCKETS,
    registers: [registry],
  });
  return async (task, options) => {
    const end = seconds.startTimer({ kind: task.kind });
    try {
      const data = await execute(task, options);
      end({ outcome: 'done' });
      return data;
    } catch (error) {
      end({ outcome: toErrorRecord(error).kind === 'cancelled' ? 'cancelled' : 'failed' });
      throw error;
    }
  };
}
